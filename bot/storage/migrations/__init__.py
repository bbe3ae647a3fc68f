"""The history of the schema, one module a step; a new step is written by hand and tested up and down."""
