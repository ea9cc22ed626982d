"""What every room may use: refusals, ids, money, text. Plain Python; knows neither Django nor the clock."""
