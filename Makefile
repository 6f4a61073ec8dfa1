# make demo      the main job on real text: select words, tune a classifier
# make test      every test
# make doc       the documentation, in doc/_build/index.html
# make bench     sklearn-info beside its peers: a table of times
# make lint      the style of every file
# make sanitize  what reaches the kernels under address and undefined-behaviour sanitizers
# make clean     remove what was installed and built
# make help      this list
#
# Each sets up .venv first, once. The same without make: python3 build_tools/dev.py TASK
PYTHON ?= python3

.PHONY: help demo test doc bench lint sanitize clean
help:
	@sed -n 's/^# //p' Makefile

demo test doc bench lint sanitize clean:
	@$(PYTHON) build_tools/dev.py $@
