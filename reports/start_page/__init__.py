"""The start page of `pantau ui` and the site around it: everything that is published, always of the current snapshot."""
