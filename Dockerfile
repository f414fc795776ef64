# The worker; the same image runs the codec server, the sandbox and the command line (see docker-compose.yml).
# Temporal's SDK needs glibc: no Alpine.
# Pin it by digest, which `docker buildx imagetools inspect node:20.20.2-bookworm-slim` shows:
#   docker build --build-arg NODE_IMAGE=node:20.20.2-bookworm-slim@sha256:<digest> .
ARG NODE_IMAGE=node:20.20.2-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No dependency needs its install script (allowScripts in package.json); the image's npm would run them.
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY scripts scripts
COPY src src
RUN npm run build && rm -f dist/.tsbuildinfo

FROM ${NODE_IMAGE} AS modules
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Temporal's native library comes for five platforms, of which this is one.
RUN npm ci --omit=dev --ignore-scripts \
  && find node_modules/@temporalio/core-bridge/releases -mindepth 1 -maxdepth 1 \
    ! -name "$(uname -m)-unknown-linux-gnu" -exec rm -r {} +
# What the image is made of, for whoever has to know: CycloneDX.
RUN npm sbom --omit=dev --sbom-format=cyclonedx >sbom.cdx.json

FROM ${NODE_IMAGE}
ENV NODE_ENV=production
WORKDIR /app
COPY --from=modules /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=modules /app/sbom.cdx.json ./
COPY package.json LICENSE ./
# /data is the sandbox's: a new volume there takes over its owner.
RUN ln -s /app/dist/cli/main.js /usr/local/bin/sso-onboard \
  && install -d -o node -g node /data
# The user node, by its number so that Kubernetes can see that it is not root.
USER 1000:1000
EXPOSE 8081
# No HEALTHCHECK: the worker, the web pages and the codec server answer at ports of their own (docker-compose.yml asks them).
ENTRYPOINT ["node", "dist/cli/main.js"]
CMD ["worker"]
