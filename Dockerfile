# Builds the jar including the dashboard, and runs it as an unprivileged user.
FROM node:24-slim AS node

FROM eclipse-temurin:25-jdk AS build
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /src
COPY . .
RUN ./mvnw -B -ntp -DskipTests package

FROM eclipse-temurin:25-jre
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
