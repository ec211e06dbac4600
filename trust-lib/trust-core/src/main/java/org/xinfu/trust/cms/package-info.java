/**
 * Cryptographic Message Syntax (RFC 5652) as the signature formats use it: {@link
 * org.xinfu.trust.cms.CmsSigner} makes CAdES and PAdES baseline B, {@link
 * org.xinfu.trust.cms.CmsVerifier} judges every signer over the octets as received.
 */
@NullMarked
package org.xinfu.trust.cms;

import org.jspecify.annotations.NullMarked;
