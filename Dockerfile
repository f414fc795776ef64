# The worker; the same image runs the web pages, the codec server and the command line (see docker-compose.yml).
# The sandbox is an image of its own: docker build --target sandbox .
# Temporal's SDK needs glibc: no Alpine.
# Pin it by digest, which `docker buildx imagetools inspect node:24.21.0-bookworm-slim` shows:
#   docker build --build-arg NODE_IMAGE=node:24.21.0-bookworm-slim@sha256:<digest> .
ARG NODE_IMAGE=node:24.21.0-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No dependency needs its install script (allowScripts in package.json); the image's npm would run them.
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY scripts scripts
COPY src src
COPY sandbox sandbox
COPY demo demo
COPY environment environment
COPY verifyTenant verifyTenant
RUN npm run build

FROM ${NODE_IMAGE} AS modules
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Temporal's native library comes for five platforms, of which this is one.
RUN npm ci --omit=dev --ignore-scripts \
  && find node_modules/@temporalio/core-bridge/releases -mindepth 1 -maxdepth 1 \
    ! -name "$(uname -m)-unknown-linux-gnu" -exec rm -r {} +
# What the image is made of, for whoever has to know: CycloneDX.
RUN npm sbom --omit=dev --sbom-format=cyclonedx >sbom.cdx.json

FROM ${NODE_IMAGE} AS base
ENV NODE_ENV=production
WORKDIR /app
COPY --from=modules /app/node_modules node_modules
COPY package.json LICENSE ./
# The user node, by its number so that Kubernetes can see that it is not root.
USER 1000:1000

# The outside world, simulated: for trying it out.
FROM base AS sandbox
# A new volume there takes over its owner.
USER root
RUN install -d -o node -g node /data
USER 1000:1000
COPY --from=build /app/dist/sandbox dist/sandbox
EXPOSE 8443
ENTRYPOINT ["node", "dist/sandbox/main.js"]

FROM base AS service
COPY --from=build /app/dist/src dist/src
COPY --from=modules /app/sbom.cdx.json ./
USER root
RUN ln -s /app/dist/src/cli/main.js /usr/local/bin/sso-onboard
USER 1000:1000
EXPOSE 8081
# No HEALTHCHECK: the worker, the web pages and the codec server answer at ports of their own (docker-compose.yml asks them).
ENTRYPOINT ["node", "dist/src/cli/main.js"]
CMD ["worker"]
