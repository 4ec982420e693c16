# The command in a container: docker build --tag kiemdinh . && docker run --rm --volume "$PWD:/work:ro" kiemdinh assess dossier.yaml
ARG PYTHON=3.13
FROM python:${PYTHON}-slim AS build
WORKDIR /source
COPY pyproject.toml hatch_build.py README.md LICENSE ./
COPY docs/diagnostics.md ./docs/diagnostics.md
COPY src ./src
# The extras that the command uses; others are named as in --build-arg EXTRAS=xlsx,tables.
ARG EXTRAS=tables,solvers,xlsx,ods,ics,documents,store,testing
RUN python -m venv /opt/kiemdinh && /opt/kiemdinh/bin/pip install --no-cache-dir ".[${EXTRAS}]"

FROM python:${PYTHON}-slim
COPY --from=build /opt/kiemdinh /opt/kiemdinh
ENV PATH=/opt/kiemdinh/bin:$PATH \
    LANG=C.UTF-8 \
    PYTHONDONTWRITEBYTECODE=1
RUN useradd --create-home --uid 10001 kiemdinh
USER 10001
WORKDIR /work
ENTRYPOINT ["kiemdinh"]
CMD ["--help"]
