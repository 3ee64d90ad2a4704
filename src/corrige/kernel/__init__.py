"""The warm sandboxed kernel."""
