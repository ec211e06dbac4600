package org.xinfu.trust.cli;

import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.AuthEnvelopedData;
import org.bouncycastle.asn1.cms.EncryptedContentInfo;
import org.bouncycastle.asn1.cms.EnvelopedData;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.KeyTransRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientIdentifier;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.x500.style.RFC4519Style;
import org.jspecify.annotations.Nullable;

/** For whom an envelope (RFC 5652 §6, RFC 5083, GB/T 35275 §9) is, and by what it is closed. */
final class EnvelopeView {
  private static final int MOST = 100;

  private EnvelopeView() {}

  static Node enveloped(EnvelopedData data) {
    return view("EnvelopedData", data.getRecipientInfos(), data.getEncryptedContentInfo());
  }

  static Node authenticated(AuthEnvelopedData data) {
    return view("AuthEnvelopedData", data.getRecipientInfos(), data.getAuthEncryptedContentInfo());
  }

  /** PKCS#7 1.5 §12: an envelope, then signers over what is in it; the last field has them. */
  static Node signed(ASN1Sequence data) {
    ASN1Set signers = ASN1Set.getInstance(data.getObjectAt(data.size() - 1));
    List<Node> nodes = new ArrayList<>();
    nodes.add(
        view(
            "envelope",
            ASN1Set.getInstance(data.getObjectAt(1)),
            EncryptedContentInfo.getInstance(data.getObjectAt(3))));
    for (int i = 0; i < Math.min(signers.size(), MOST); i++) {
      SignerInfo signer = SignerInfo.getInstance(signers.getObjectAt(i));
      nodes.add(Node.leaf("signer", CmsView.identifier(signer.getSID())));
    }
    return Node.of("SignedAndEnvelopedData", nodes);
  }

  private static Node view(String name, ASN1Set recipients, EncryptedContentInfo content) {
    List<Node> nodes = new ArrayList<>();
    nodes.add(Node.leaf("content type", CmsView.name(content.getContentType())));
    nodes.add(Node.leaf("cipher", CmsView.name(content.getContentEncryptionAlgorithm())));
    int length =
        content.getEncryptedContent() == null
            ? 0
            : content.getEncryptedContent().getOctets().length;
    nodes.add(Node.leaf("encrypted", length + " octets"));
    for (int i = 0; i < Math.min(recipients.size(), MOST); i++) {
      nodes.add(recipient(RecipientInfo.getInstance(recipients.getObjectAt(i)).getInfo()));
    }
    if (recipients.size() > MOST) {
      nodes.add(Node.leaf("further recipients", "" + (recipients.size() - MOST)));
    }
    return Node.of(name, nodes);
  }

  private static Node recipient(@Nullable ASN1Encodable info) {
    if (!(info instanceof KeyTransRecipientInfo transport)) {
      return Node.leaf("recipient", "not by key transport");
    }
    RecipientIdentifier id = transport.getRecipientIdentifier();
    String key = CmsView.name(transport.getKeyEncryptionAlgorithm());
    if (id.isTagged()) {
      return Node.leaf("recipient", "by key identifier, " + key);
    }
    IssuerAndSerialNumber named = IssuerAndSerialNumber.getInstance(id.getId());
    return Node.leaf(
        "recipient",
        RFC4519Style.INSTANCE.toString(named.getName())
            + " #"
            + named.getSerialNumber().getValue().toString(16)
            + ", "
            + key);
  }
}
