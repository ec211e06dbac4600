package org.xinfu.hsm.token;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xinfu.hsm.cryptoki.Attributes;
import org.xinfu.hsm.cryptoki.Ck;
import org.xinfu.hsm.store.StoreBroken;
import org.xinfu.hsm.store.StoredToken;

/** The objects that live and are written together: a key pair, or one certificate. */
final class ObjectFile {
  private final StoredToken store;
  private final String name;
  private final List<Member> members = new ArrayList<>();

  ObjectFile(StoredToken store, String name) {
    this.store = store;
    this.name = name;
  }

  /** A stored object; its handle exists while it may be seen. */
  private static final class Member {
    private StoredToken.Entry entry;
    private @Nullable TokenObject object;

    Member(StoredToken.Entry entry) {
      this.entry = entry;
    }
  }

  /** Writes new objects; private ones need the token key. Durable when this returns. */
  static ObjectFile write(StoredToken store, byte @Nullable [] tokenKey, List<Attributes> objects) {
    ObjectFile file = new ObjectFile(store, store.newName());
    for (Attributes each : objects) file.members.add(new Member(file.entry(each, tokenKey)));
    file.save();
    return file;
  }

  static ObjectFile read(StoredToken store, String name, List<StoredToken.Entry> entries) {
    ObjectFile file = new ObjectFile(store, name);
    for (StoredToken.Entry entry : entries) file.members.add(new Member(entry));
    return file;
  }

  /** Gives handles to the members that have none: public ones always, private ones with the key. */
  List<TokenObject> open(byte @Nullable [] tokenKey, HandleSource handles) {
    List<TokenObject> opened = new ArrayList<>();
    for (Member member : members) {
      if (member.object != null || (member.entry.sealed() && tokenKey == null)) continue;
      TokenObject object =
          new TokenObject(handles.next(), attributes(member.entry, tokenKey), this, null);
      member.object = object;
      opened.add(object);
    }
    return opened;
  }

  void forgetPrivate() {
    for (Member member : members) {
      if (member.entry.sealed()) member.object = null;
    }
  }

  /** True when nothing is left. */
  boolean remove(TokenObject object) {
    members.removeIf(member -> member.object == object);
    save();
    return members.isEmpty();
  }

  void change(TokenObject object, Attributes changed, byte @Nullable [] tokenKey) {
    for (Member member : members) {
      if (member.object == object) member.entry = entry(changed, tokenKey);
    }
    save();
    object.replace(changed);
  }

  private void save() {
    if (members.isEmpty()) {
      store.deleteObjects(name);
    } else {
      store.writeObjects(name, members.stream().map(member -> member.entry).toList());
    }
  }

  private StoredToken.Entry entry(Attributes object, byte @Nullable [] tokenKey) {
    if (!object.flag(Ck.CKA_PRIVATE, false)) return new StoredToken.Entry(false, object.encode());
    if (tokenKey == null) throw new IllegalStateException("a private object outside a login");
    return new StoredToken.Entry(true, store.seal(tokenKey, object.encode(), name));
  }

  private Attributes attributes(StoredToken.Entry entry, byte @Nullable [] tokenKey) {
    try {
      if (!entry.sealed() || tokenKey == null) return Attributes.decode(entry.content());
      byte[] plain = store.unseal(tokenKey, entry.content(), name);
      if (plain == null) throw new IOException("altered");
      return Attributes.decode(plain);
    } catch (IOException e) {
      throw new StoreBroken("object " + name + " of " + store.label() + " cannot be read", e);
    }
  }
}
