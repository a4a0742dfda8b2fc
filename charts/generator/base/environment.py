"""The variables of the environment that say something of a site."""

ADDRESS = "SITE_URL"  # where a build will be published
EDIT = "EDIT_URI"  # where "Edit this page" leads
