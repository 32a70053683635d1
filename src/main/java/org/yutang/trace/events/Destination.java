package org.yutang.trace.events;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;

/// Where subscribers may be told: over https in the world, or on this machine; never inside the
/// house's own network. Asked when somebody subscribes and before each delivery, because a name may
/// point elsewhere later; the JVM remembers the answer for some seconds, and so connects to what
/// was looked at.
final class Destination {

  private Destination() {}

  /// Whether all that the address's name stands for now may be told.
  static boolean isAllowed(URI address) {
    String host = address.getHost();
    if (host == null || address.getUserInfo() != null) return false;
    if (!List.of("http", "https").contains(address.getScheme())) return false;
    try {
      for (InetAddress each : InetAddress.getAllByName(host))
        if (!each.isLoopbackAddress()
            && (!"https".equals(address.getScheme()) || !isOfTheWorld(each))) return false;
      return true;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  static boolean isOfTheWorld(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean uniqueLocal = address instanceof Inet6Address && (bytes[0] & 0xfe) == 0xfc;
    boolean sharedByCarriers =
        bytes.length == 4 && (bytes[0] & 0xff) == 100 && (bytes[1] & 0xc0) == 64;
    return !uniqueLocal
        && !sharedByCarriers
        && !address.isLoopbackAddress()
        && !address.isSiteLocalAddress()
        && !address.isLinkLocalAddress()
        && !address.isAnyLocalAddress()
        && !address.isMulticastAddress();
  }
}
