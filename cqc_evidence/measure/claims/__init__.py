"""Claims and what they rest on: numbers in prose, the figures behind them, and who says the same."""
