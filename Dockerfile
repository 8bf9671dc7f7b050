# syntax=docker/dockerfile:1

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY pom.xml application.yml ./
COPY src src
# Spring decides here, not at each start, which beans exist.
RUN --mount=type=cache,target=/root/.m2 mvn -B -DskipTests process-classes spring-boot:process-aot package
RUN java -Djarmode=tools -jar target/spinstream.jar extract --layers --destination layers
# What jdeps finds, and what is found by name only: charsets of an upstream's answer, JFR, metrics of the process.
RUN jlink --output /jre --strip-java-debug-attributes --no-header-files --no-man-pages --compress zip-6 --add-modules \
java.desktop,java.instrument,java.management,java.naming,java.net.http,java.scripting,java.sql,jdk.charsets,jdk.jfr,jdk.management,jdk.unsupported

FROM debian:bookworm-slim AS runtime
# Asks for the health of the service, over TLS too.
RUN apt-get update && apt-get install -y --no-install-recommends wget && rm -rf /var/lib/apt/lists/*
# So that the JVM reads arguments and the environment as UTF-8.
ENV LANG=C.UTF-8
ENV PATH=/opt/jre/bin:$PATH
COPY --from=build /jre /opt/jre
WORKDIR /opt/spinstream
COPY --from=build /build/layers/dependencies ./
COPY --from=build /build/layers/application ./
COPY image/java.args ./

FROM runtime AS trained
COPY image/train /
RUN /train /spinstream.aot

FROM runtime
COPY --from=trained /spinstream.aot ./
# An application.yml that is mounted here overrides the one in the jar.
WORKDIR /config
USER 10001:10001
EXPOSE 8080
# The service writes its address here, with scheme, port and base path. Writable in a read-only container too.
ENV SPINSTREAM_ADDRESS_FILE=/dev/shm/spinstream.address
HEALTHCHECK --interval=30s --timeout=3s --start-period=20s CMD \
wget -qt 1 --no-proxy --no-check-certificate -O /dev/null "$(cat "$SPINSTREAM_ADDRESS_FILE")/actuator/health/liveness" || exit 1
ENTRYPOINT ["java", "-XX:AOTCache=/opt/spinstream/spinstream.aot", "@/opt/spinstream/java.args"]
