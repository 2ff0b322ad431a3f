# Two stages: wheels are resolved from the hash-pinned lock in the first, the second carries no tools.
FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /build
RUN python -m venv /opt/mso
COPY requirements/run.txt requirements/build.txt requirements/
RUN /opt/mso/bin/pip install -q --require-hashes -r requirements/run.txt \
 && python -m venv /tools && /tools/bin/pip install -q --require-hashes -r requirements/build.txt
COPY pyproject.toml README.md LICENSE ./
COPY mso_sheets mso_sheets
COPY config config
COPY jobs jobs
RUN /tools/bin/python -m hatchling build -t wheel -d /wheel \
 && /opt/mso/bin/pip install -q --no-deps /wheel/*.whl
# Byte code once, here: a read-only root cannot keep it, and every start would pay for it again.
RUN /opt/mso/bin/python -m compileall -q -j 0 /opt/mso/lib/python3.11/site-packages -x 'tests?/' \
 && /opt/mso/bin/mso-sheets --version

FROM python:3.11-slim-bookworm
# Nothing is written outside /data and /tmp, so a read-only root works:
#   docker run --read-only --tmpfs /tmp -v ./data:/data mso-sheets run daily-followups --workbook ...
ENV PATH=/opt/mso/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    MSO_SHEETS_STATE=/data/state MPLCONFIGDIR=/tmp
RUN useradd --system --uid 901 --home-dir /data --create-home --shell /usr/sbin/nologin mso \
 && mkdir -p /data/state && chown -R mso /data
COPY --from=build /opt/mso /opt/mso
USER mso
WORKDIR /data
VOLUME /data
HEALTHCHECK --interval=60s --timeout=10s --start-period=120s CMD ["mso-sheets", "health"]
ENTRYPOINT ["mso-sheets"]
CMD ["--help"]
