package main

import "context"

type runTask struct {
	Args []string `arg:"" optional:"" passthrough:"" help:"More for 'hefu serve', such as --base-url=http://localhost:9000."`
}

// Run builds the pages and the program, and serves until Ctrl-C. Data stay in .data between runs.
func (t *runTask) Run(ctx context.Context, p *project) error {
	if err := p.buildPages(ctx); err != nil {
		return err
	}
	binary, err := p.hefu(ctx)
	if err != nil {
		return err
	}
	err = p.do(ctx, step{
		env: []string{"HEFU_DATA_DIR=" + p.path(".data"), "HEFU_CACHE_DIR=" + p.path(".cache"), "HEFU_LOG_LEVEL=warn", "HEFU_LOG_FORMAT=text"},
		run: append([]string{binary, "serve", "--demo"}, t.Args...),
	})
	if ctx.Err() == nil {
		return err
	}
	return nil // Ctrl-C is how it is meant to end
}
