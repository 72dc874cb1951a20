package notice

import "strings"

// The letters about files of reports that were made in the background.

func (w work) reportTitle() string { return w.t(w.said("zh"), w.said("en")) }

func (w work) reportRows() []row {
	return []row{{Label: w.t("报表", "Report"), Value: w.reportTitle(), Strong: true}, {Label: w.t("格式", "Format"), Value: strings.ToUpper(w.said("format"))}}
}

func reportReady(w work) letter {
	return letter{
		Subject: w.t("报表文件已生成：%s", "Your file is ready: %s", w.reportTitle()), Heading: w.t("报表文件已生成", "Your file is ready"),
		Paragraphs: []string{w.t("请在一天内下载，之后自动删除。", "Download it within a day; then it is removed.")}, Rows: w.reportRows(), Button: w.t("去下载", "Download it"),
	}
}

func reportFailed(w work) letter {
	return letter{
		Subject: w.t("报表文件未能生成：%s", "Your file could not be made: %s", w.reportTitle()), Heading: w.t("报表文件未能生成", "Your file could not be made"),
		Paragraphs: []string{w.t(w.said("fault_zh"), w.said("fault_en"))}, Rows: w.reportRows(), Button: w.t("查看", "See it"),
	}
}
