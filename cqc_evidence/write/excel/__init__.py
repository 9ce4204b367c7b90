"""Pack → Excel workbook: filters, drop-downs, heads that stay in view; every cell is text, a number or a day, never a formula."""

from cqc_evidence.write.excel.book import write_sheet, write_xlsx

__all__ = ["write_sheet", "write_xlsx"]
