package io.spinstream.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The command {@code ip} of Linux, which makes networks inside this machine.
 */
public final class IpCommand {

	private IpCommand() {
	}

	/**
	 * Run the command.
	 * @param arguments its arguments, separated by spaces
	 * @return whether it succeeded, which takes root
	 */
	public static boolean ip(String arguments) {
		List<String> command = new ArrayList<>(List.of("ip"));
		command.addAll(List.of(arguments.split(" ")));
		try {
			return new ProcessBuilder(command).start().onExit().join().exitValue() == 0;
		}
		catch (IOException noSuchCommand) {
			return false;
		}
	}

}
