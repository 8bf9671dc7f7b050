# syntax=docker/dockerfile:1

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY pom.xml application.yml ./
COPY src src
# Spring decides here, not at each start, which beans there are.
RUN --mount=type=cache,target=/root/.m2 mvn -B -DskipTests process-classes spring-boot:process-aot package
RUN java -Djarmode=tools -jar target/spinstream.jar extract --layers --destination layers
# What jdeps finds, and what only names find: charsets of an upstream's answer, JFR, metrics of the process.
RUN jlink --output /jre --strip-java-debug-attributes --no-header-files --no-man-pages --compress zip-6 --add-modules \
java.desktop,java.instrument,java.management,java.naming,java.net.http,java.scripting,java.sql,jdk.charsets,jdk.jfr,jdk.management,jdk.unsupported

FROM debian:bookworm-slim AS runtime
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
# An application.yml that is mounted here counts more than the one in the jar.
WORKDIR /config
USER 10001:10001
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s --start-period=20s CMD ["bash", "-c", \
"exec 3<>/dev/tcp/127.0.0.1/${SERVER_PORT:-8080} && printf 'GET /actuator/health/liveness HTTP/1.0\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ $status = 200 ]"]
ENTRYPOINT ["java", "-XX:AOTCache=/opt/spinstream/spinstream.aot", "@/opt/spinstream/java.args"]
