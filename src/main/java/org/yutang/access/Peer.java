package org.yutang.access;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// Where a request comes from.
///
/// @param address the network address of the person's machine, or of the last proxy that can be
///   trusted
/// @param local whether it was sent from this very machine without any proxy in between
public record Peer(String address, boolean local) {

  /// The peer of a connection that no proxy has touched.
  public static Peer direct(String address) {
    return new Peer(address, isLoopback(address));
  }

  /// A peer behind a proxy, as the proxy names it.
  public static Peer proxied(String address) {
    return new Peer(address, false);
  }

  private static boolean isLoopback(String address) {
    try {
      return address.matches("[0-9a-fA-F.:%]+")
          && InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
