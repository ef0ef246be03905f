.DEFAULT_GOAL := help
.PHONY: help setup run demo test lint bench clean

# Newer than its prerequisites: the environment is complete. Nothing is installed twice.
STAMP := .venv/.ready

help:  ## 显示本说明
	@echo '用法：make 目标'
	@sed -nE 's/^([a-z]+):.*## (.*)/  \1\t\2/p' Makefile

setup: $(STAMP)  ## 建立 .venv，按 requirements.lock 逐个核对哈希后安装
	@:

$(STAMP): requirements.lock pyproject.toml
	@set -eu; \
	for python in python3.11 python3 ''; do \
	  test -n "$$python" || { echo '需要 Python 3.11 或更高版本：没有找到可用的 python3.11 或 python3。' >&2; exit 1; }; \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
	done; \
	"$$python" -c 'import ensurepip, venv' 2>/dev/null || { echo '这个 Python 缺少 venv 模块。Debian 上请先执行：apt-get install python3-venv' >&2; exit 1; }; \
	echo "正在用 $$python 准备 .venv……"; \
	"$$python" -m venv .venv
	@.venv/bin/pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@.venv/bin/pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)
	@echo '环境已就绪。'

run: setup  ## 打开办公系统：http://127.0.0.1:8000，里面是虚构的青桥驿镇
	@.venv/bin/guiju serve --demo

demo: setup  ## 在终端里把考核、案件、档案跑一遍
	@.venv/bin/guiju demo

test: setup  ## 运行全部测试，并核对条文覆盖情况
	@.venv/bin/pytest -q -n 2
	@.venv/bin/guiju law coverage

lint: setup  ## 检查写法、格式和类型
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check
	@.venv/bin/mypy

bench: setup  ## 测量速度（GUIJU_BENCH_SIZE=small 为小规模）
	@.venv/bin/python -m bench

clean:  ## 删除 .venv、缓存和生成物
	@rm -rf .venv build dist out .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
