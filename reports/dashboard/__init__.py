"""The dashboard: a static page with the figures of one snapshot beside it, gathered from the marts by the SQL in queries/."""

from reports.dashboard.folder import dashboard_folder, has_dashboard, write_dashboard

__all__ = ["dashboard_folder", "has_dashboard", "write_dashboard"]
