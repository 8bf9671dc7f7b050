package io.spinstream.netty;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The configuration of what depends on Netty.
 *
 * @param enabled Whether frames take the short way into the connection, and dead peers
 * are detected.
 */
@ConfigurationProperties("spinstream.netty")
record NettyProperties(@DefaultValue("true") boolean enabled) {
}
