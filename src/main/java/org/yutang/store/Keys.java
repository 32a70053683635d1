package org.yutang.store;

/// Secret keys, in a folder outside database and backup ([Home#keys], files 0600), made on first
/// use and versioned: new things use the newest version, old ones name the version that they were
/// made with.
public interface Keys {

  /// The newest version of the named key, made (32 random bytes, version 1) if there is none.
  Key newest(String name);

  /// That version, or a refusal [StoreRefusal#NOT_FOUND].
  Key version(String name, int version);

  /// Adds a new version, which becomes the newest.
  Key rotate(String name);

  /// `secret` has 32 bytes and is not copied: do not change it.
  record Key(String name, int version, byte[] secret) {
    @Override
    public String toString() {
      return name + "/" + version;
    }
  }
}
