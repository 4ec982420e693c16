"""Pytest_plugin."""
