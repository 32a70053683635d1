package org.yutang.trace.events;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;

/// Where subscribers may be told: over https in the world, or on this machine; never in the house's
/// own network.
final class Destination {

  private Destination() {}

  /// As the name points now, wherever of its addresses the connection is made to. A name may point
  /// elsewhere later, so it is asked before every connection; the JVM remembers the answer for some
  /// seconds, and so connects to what was looked at.
  static boolean isAllowed(URI address) {
    String scheme = address.getScheme();
    if (address.getHost() == null
        || address.getUserInfo() != null
        || !List.of("http", "https").contains(scheme)) return false;
    try {
      for (InetAddress found : InetAddress.getAllByName(address.getHost()))
        if (!found.isLoopbackAddress() && !(scheme.equals("https") && isOutside(found)))
          return false;
      return true;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static boolean isOutside(InetAddress address) {
    return !address.isSiteLocalAddress()
        && !address.isLinkLocalAddress()
        && !address.isAnyLocalAddress()
        && !isUniqueLocal(address);
  }

  /// fc00::/7, the private networks of IPv6 (RFC 4193), which the JVM does not count as site local.
  private static boolean isUniqueLocal(InetAddress address) {
    return address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
  }
}
