"""The workbook that `export` wrote, read back."""
