/**
 * What stands in the folder {@code deploy}: its files judged by the schemas of Compose
 * and Kubernetes, and the services of {@code compose.yaml} run as processes.
 */
@NullMarked
package io.spinstream.deploy;

import org.jspecify.annotations.NullMarked;
