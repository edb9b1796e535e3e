# Builds the jar with the dashboard inside, then runs it as an unprivileged user.
FROM eclipse-temurin:25-jdk AS build
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN ./mvnw -B -ntp -DskipTests package

FROM eclipse-temurin:25-jre
RUN useradd --uid 10001 --create-home isograd && mkdir /data && chown isograd /data
USER 10001
COPY --from=build /src/target/isograd-*.jar /app/isograd.jar
ENV ISOGRAD_DATA_DIR=/data
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "-jar", "/app/isograd.jar"]
