package bench

import "context"

func measureImport(context.Context, *run) ([]Result, error)     { return nil, nil }
func measureStatements(context.Context, *run) ([]Result, error) { return nil, nil }
func measureAging(context.Context, *run) ([]Result, error)      { return nil, nil }
func measurePage(context.Context, *run) ([]Result, error)       { return nil, nil }
func measurePDF(context.Context, *run) ([]Result, error)        { return nil, nil }
