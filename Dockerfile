# The images of Isograd: see docs/deployment.md.
#
#   docker build -t isograd .                               trains on CPUs: target runtime, the default
#   docker build --target cuda -t isograd:cuda .            trains on NVIDIA GPUs: see docs/gpu.md
#   docker build --build-arg JAR=ready-jar -t isograd .     takes target/isograd-*.jar, so that no Maven runs
#
# A tag can be moved to other bytes. To pin a base image for good, pass its digest, which
# "docker buildx imagetools inspect eclipse-temurin:25.0.4_7-jre-noble" prints:
#
#   docker build --build-arg JRE_IMAGE=eclipse-temurin:25.0.4_7-jre-noble@sha256:… .
ARG NODE_IMAGE=node:24.19.0-bookworm-slim
ARG JDK_IMAGE=eclipse-temurin:25.0.4_7-jdk-noble
ARG JRE_IMAGE=eclipse-temurin:25.0.4_7-jre-noble
ARG CUDA_IMAGE=nvidia/cuda:12.9.1-cudnn-runtime-ubuntu24.04
# The stages that the jars come from.
ARG JAR=build
ARG CUDA_JAR=build-cuda

FROM ${NODE_IMAGE} AS node

FROM ${JRE_IMAGE} AS jre

# Everything that is downloaded, which changes less often than the sources.
FROM ${JDK_IMAGE} AS downloads
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /src
COPY mvnw pom.xml ./
COPY .mvn .mvn
RUN ./mvnw -B -ntp -q dependency:go-offline
COPY frontend/package.json frontend/package-lock.json frontend/install.mjs frontend/
RUN cd frontend && node install.mjs

FROM downloads AS sources
COPY config config
COPY frontend frontend
COPY src src

FROM sources AS build
RUN ./mvnw -B -ntp -DskipTests -Dmaven.test.skip -Dspotless.check.skip package

# Without the libtorch for CPUs.
FROM sources AS build-cuda
RUN ./mvnw -B -ntp -DskipTests -Dmaven.test.skip -Dspotless.check.skip -Pcuda package

FROM scratch AS ready-jar
COPY target/isograd-*.jar /src/target/

# One folder per layer of the image, and the list of all libraries (SBOM).
FROM ${JAR} AS jar
FROM ${JDK_IMAGE} AS layers
COPY --from=jar /src/target/isograd-*.jar /jar/isograd.jar
WORKDIR /layers
RUN java -Djarmode=tools -jar /jar/isograd.jar extract --layers --destination . \
    && jar xf /jar/isograd.jar META-INF/sbom/application.cdx.json

FROM ${CUDA_JAR} AS cuda-jar
FROM ${JDK_IMAGE} AS cuda-layers
COPY --from=cuda-jar /src/target/isograd-*.jar /jar/isograd.jar
WORKDIR /layers
RUN java -Djarmode=tools -jar /jar/isograd.jar extract --layers --destination . \
    && jar xf /jar/isograd.jar META-INF/sbom/application.cdx.json

# About 1 GB of downloads.
FROM ${JDK_IMAGE} AS libtorch
WORKDIR /src
COPY mvnw pom.xml ./
COPY .mvn .mvn
COPY docker/cuda-libtorch docker/
RUN docker/cuda-libtorch /opt/libtorch

FROM ${CUDA_IMAGE} AS cuda
COPY docker/prepare docker/ready /usr/local/sbin/
RUN prepare
COPY --from=jre /opt/java/openjdk /opt/java/openjdk
COPY --from=libtorch /opt/libtorch /opt/libtorch
COPY --from=cuda-layers /layers/natives/ /app/
COPY --from=cuda-layers /layers/dependencies/ /app/
COPY --from=cuda-layers /layers/META-INF/sbom/ /app/sbom/
COPY --from=cuda-layers /layers/application/ /app/
ENV PATH=/opt/java/openjdk/bin:$PATH ISOGRAD_DATA_DIR=/data SERVER_ADDRESS=0.0.0.0
ENV PYTORCH_LIBRARY_PATH=/opt/libtorch PYTORCH_FLAVOR=cu128 LD_LIBRARY_PATH=/opt/libtorch:$LD_LIBRARY_PATH
# NVML, by which workers find GPUs, belongs to the capability utility.
ENV NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=compute,utility
# As in the runtime below.
ENV LC_ALL=C.UTF-8 JDK_JAVA_OPTIONS="-XX:MaxRAMPercentage=25 -XX:+ExitOnOutOfMemoryError"
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 8080 9090
ENTRYPOINT ["java", "-jar", "/app/isograd.jar"]

FROM ${JRE_IMAGE} AS runtime
COPY docker/prepare docker/ready /usr/local/sbin/
RUN prepare
COPY --from=layers /layers/natives/ /app/
COPY --from=layers /layers/dependencies/ /app/
COPY --from=layers /layers/META-INF/sbom/ /app/sbom/
COPY --from=layers /layers/application/ /app/
ENV ISOGRAD_DATA_DIR=/data SERVER_ADDRESS=0.0.0.0
# The heap may take a quarter of the container's memory, because training processes and the embedded database need the rest.
# You can override this variable; the heap of training processes has its own setting (isograd.worker.heap).
ENV LC_ALL=C.UTF-8 JDK_JAVA_OPTIONS="-XX:MaxRAMPercentage=25 -XX:+ExitOnOutOfMemoryError"
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 8080 9090
ENTRYPOINT ["java", "-jar", "/app/isograd.jar"]
