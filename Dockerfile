# Builds the jar including the dashboard, and runs it as an unprivileged user.
#
#   docker build --target runtime -t isograd .          trains on CPUs; the default
#   docker build --target cuda -t isograd:cuda .        trains on NVIDIA GPUs: see docs/gpu.md
ARG NODE_IMAGE=node:24-slim
ARG JDK_IMAGE=eclipse-temurin:25-jdk
ARG JRE_IMAGE=eclipse-temurin:25-jre
ARG CUDA_IMAGE=nvidia/cuda:12.9.1-cudnn-runtime-ubuntu24.04

FROM ${NODE_IMAGE} AS node

FROM ${JRE_IMAGE} AS jre

FROM ${JDK_IMAGE} AS source
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /src
COPY . .

FROM source AS build
RUN ./mvnw -B -ntp -DskipTests package

# Without the libtorch for CPUs in the jar.
FROM source AS build-cuda
RUN ./mvnw -B -ntp -DskipTests -Pcuda package

# About 1 GB of downloads, which do not change with the source.
FROM ${JDK_IMAGE} AS libtorch
WORKDIR /src
COPY mvnw pom.xml ./
COPY .mvn .mvn
COPY docker docker
RUN docker/cuda-libtorch /opt/libtorch

FROM ${CUDA_IMAGE} AS cuda
RUN apt-get update && apt-get install -y --no-install-recommends libjemalloc2 && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --create-home isograd && mkdir /data && chown isograd /data
COPY --from=jre /opt/java/openjdk /opt/java/openjdk
COPY --from=libtorch /opt/libtorch /opt/libtorch
USER 10001
COPY --from=build-cuda /src/target/isograd-*.jar /app/isograd.jar
ENV PATH=/opt/java/openjdk/bin:$PATH ISOGRAD_DATA_DIR=/data SERVER_ADDRESS=0.0.0.0
ENV PYTORCH_LIBRARY_PATH=/opt/libtorch PYTORCH_FLAVOR=cu128 LD_LIBRARY_PATH=/opt/libtorch:$LD_LIBRARY_PATH
# NVML, by which workers find GPUs, belongs to the capability utility.
ENV NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=compute,utility
# As in the runtime below.
ENV JDK_JAVA_OPTIONS="-XX:MaxRAMPercentage=25 -XX:+ExitOnOutOfMemoryError"
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "-jar", "/app/isograd.jar"]

FROM ${JRE_IMAGE} AS runtime
RUN apt-get update && apt-get install -y --no-install-recommends libjemalloc2 && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --create-home isograd && mkdir /data && chown isograd /data
USER 10001
COPY --from=build /src/target/isograd-*.jar /app/isograd.jar
ENV ISOGRAD_DATA_DIR=/data SERVER_ADDRESS=0.0.0.0
# Limits the heap to a quarter of the container's memory, because training processes and the database need the rest. You can
# override this variable; the heap of training processes has its own setting (isograd.worker.heap).
ENV JDK_JAVA_OPTIONS="-XX:MaxRAMPercentage=25 -XX:+ExitOnOutOfMemoryError"
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "-jar", "/app/isograd.jar"]
