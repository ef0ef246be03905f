.DEFAULT_GOAL := help
.PHONY: help setup spark run demo test sweep postgresql lint bench bench-office mutants clean

# Newer than its prerequisites: the environment is complete. Nothing is installed twice.
STAMP := .venv/.ready
SPARK := .venv/.spark
PEERS := .venv-bench/.ready

help:  ## 显示本说明
	@echo '用法：make 目标'
	@sed -nE 's/^([a-z-]+):.*## (.*)/  \1\t\2/p' Makefile

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

spark: $(SPARK)  ## 另装 Spark（约 450 MB，需要 Java 17），供 guiju appraise --engine spark 使用
	@:

# Spark is published as source only: what builds it is locked too, and installed first.
$(SPARK): requirements-spark.lock requirements-spark-build.lock $(STAMP)
	@echo '正在安装 Spark（约 450 MB）……'
	@.venv/bin/pip install -qq --disable-pip-version-check --require-hashes -r requirements-spark-build.lock
	@.venv/bin/pip install -qq --disable-pip-version-check --require-hashes --no-deps --no-build-isolation \
	  -r requirements-spark.lock
	@command -v java >/dev/null || echo '还没有 Java：Debian 上请执行 apt-get install openjdk-17-jre-headless' >&2
	@touch $(SPARK)

run: setup  ## 打开办公系统：http://127.0.0.1:8000，里面是虚构的青桥驿镇
	@.venv/bin/guiju serve --demo

demo: setup  ## 在终端里把考核、案件、档案跑一遍
	@.venv/bin/guiju demo

test: setup  ## 运行全部测试，并核对条文覆盖情况
	@.venv/bin/pytest -q -n 2
	@.venv/bin/guiju law coverage

sweep: setup  ## 随机试验，每次用新的输入，断电三百次（很久；GUIJU_SWEEP=small 为小规模）
	@.venv/bin/python -m tests.sweep

postgresql: setup  ## 办公系统的全部测试，在临时启动的 PostgreSQL 上再跑一遍
	@.venv/bin/python -m tests.office_on_postgresql

lint: setup  ## 检查写法、格式和类型
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check
	@.venv/bin/mypy

bench: setup  ## 与别的引擎并排测量，写成 docs/benchmarks.md（GUIJU_BENCH_SIZE=small 为小规模，不写）
	@$(MAKE) -s $(PEERS) || echo '别的引擎没有装上（bench/requirements.lock），只测规矩自己。' >&2
	@if test -f $(PEERS); then .venv-bench/bin/pytest -q tests/test_bench_peers.py; fi
	@if test -f $(PEERS); then .venv-bench/bin/python -m bench; else .venv/bin/python -m bench; fi

bench-office: setup  ## 办公系统的页面在 200 人和 20 万人时各多快，写成 docs/benchmarks-office.md（small 同上）
	@.venv/bin/python -m bench.office

# The engines that Guiju is measured beside, in an environment of their own: none of them is part of Guiju.
$(PEERS): requirements.lock bench/requirements.lock pyproject.toml
	@echo '正在准备 .venv-bench（别的引擎）……'
	@rm -f $(PEERS)
	@.venv/bin/python -m venv .venv-bench
	@.venv-bench/bin/pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@.venv-bench/bin/pip install -qq --disable-pip-version-check --require-hashes -r bench/requirements.lock
	@.venv-bench/bin/pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(PEERS)

mutants: setup  ## 检验体检：在法条副本里种下毛病，看找出多少（写 docs/mutants.md）
	@.venv/bin/python -m mutants --write

clean:  ## 删除 .venv、缓存和生成物
	@rm -rf .venv .venv-bench build dist out .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
