-- +goose Up
-- A key on the curve of GB/T 32918 beside the seal's: it signs the manifests of bundles once more, with SM2 and SM3.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

ALTER TABLE signing_keys
  DROP CONSTRAINT signing_keys_use_check,
  DROP CONSTRAINT signing_keys_source_check,
  ADD CONSTRAINT signing_keys_use_check CHECK (use IN ('authority', 'seller', 'timestamp', 'contact', 'sm2')),
  ADD CONSTRAINT signing_keys_source_check CHECK (source IN ('embedded', 'pkcs12', 'pkcs11', 'pem')),
  ADD CONSTRAINT signing_keys_pem_is_sm2 CHECK (source <> 'pem' OR use = 'sm2');

RESET ROLE;
RESET search_path;
