"""Accounts, functions, sign-in; and the roles that follow from posts on the day, each with its reason."""
