package org.yutang.store;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;

/// Where others may be told by webhook: over https in the world, or on this machine where that is
/// allowed; never inside the house's own network. Asked when somebody subscribes and before each
/// delivery, because a name may point elsewhere later; the JVM remembers the answer for some
/// seconds, and so connects to what was looked at.
public final class Destination {

  private Destination() {}

  /// Whether all that the address's name stands for now may be told; this machine as well.
  public static boolean isAllowed(URI address) {
    return isAllowed(address, true);
  }

  /// The same.
  ///
  /// @param here whether this machine itself may be told, without https too
  public static boolean isAllowed(URI address, boolean here) {
    String host = address.getHost();
    if (host == null || address.getUserInfo() != null) return false;
    if (!List.of("http", "https").contains(address.getScheme())) return false;
    try {
      for (InetAddress each : InetAddress.getAllByName(host))
        if (!(here && each.isLoopbackAddress())
            && (!"https".equals(address.getScheme()) || !isOfTheWorld(each))) return false;
      return true;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /// Whether it is no address of a network of somebody's own.
  public static boolean isOfTheWorld(InetAddress address) {
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
