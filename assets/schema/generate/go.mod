module cofferdam/schema

go 1.24
