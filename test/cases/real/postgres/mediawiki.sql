SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

CREATE SCHEMA mediawiki;

CREATE TYPE mediawiki.us_media_type_enum AS ENUM (
    'UNKNOWN',
    'BITMAP',
    'DRAWING',
    'AUDIO',
    'VIDEO',
    'MULTIMEDIA',
    'OFFICE',
    'TEXT',
    'EXECUTABLE',
    'ARCHIVE',
    '3D'
);

SET default_tablespace = '';

SET default_table_access_method = heap;

CREATE TABLE mediawiki.actor (
    actor_id bigint NOT NULL,
    actor_user integer,
    actor_name text NOT NULL
);

CREATE SEQUENCE mediawiki.actor_actor_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE mediawiki.actor_actor_id_seq OWNED BY mediawiki.actor.actor_id;

CREATE TABLE mediawiki.archive (
    ar_id integer NOT NULL,
    ar_namespace integer DEFAULT 0 NOT NULL,
    ar_title text DEFAULT ''::text NOT NULL,
    ar_comment_id bigint NOT NULL,
    ar_actor bigint NOT NULL,
    ar_timestamp timestamp with time zone NOT NULL,
    ar_minor_edit smallint DEFAULT 0 NOT NULL,
    ar_rev_id integer NOT NULL,
    ar_deleted smallint DEFAULT 0 NOT NULL,
    ar_len integer,
    ar_page_id integer,
    ar_parent_id integer,
    ar_sha1 text DEFAULT ''::text NOT NULL
);

CREATE SEQUENCE mediawiki.archive_ar_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE mediawiki.archive_ar_id_seq OWNED BY mediawiki.archive.ar_id;

CREATE TABLE mediawiki.bot_passwords (
    bp_user integer NOT NULL,
    bp_app_id text NOT NULL,
    bp_password text NOT NULL,
    bp_token text DEFAULT ''::text NOT NULL,
    bp_restrictions text NOT NULL,
    bp_grants text NOT NULL
);

CREATE TABLE mediawiki.category (
    cat_id integer NOT NULL,
    cat_title text NOT NULL,
    cat_pages integer DEFAULT 0 NOT NULL,
    cat_subcats integer DEFAULT 0 NOT NULL,
    cat_files integer DEFAULT 0 NOT NULL
);

CREATE SEQUENCE mediawiki.category_cat_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE mediawiki.category_cat_id_seq OWNED BY mediawiki.category.cat_id;

CREATE TABLE mediawiki.categorylinks (
    cl_from integer DEFAULT 0 NOT NULL,
    cl_to text DEFAULT ''::text NOT NULL,
    cl_sortkey text DEFAULT ''::text NOT NULL,
    cl_sortkey_prefix text DEFAULT ''::text NOT NULL,
    cl_timestamp timestamp with time zone NOT NULL,
    cl_collation text DEFAULT ''::text NOT NULL,
    cl_type text DEFAULT 'page'::text NOT NULL
);

CREATE TABLE mediawiki.change_tag (
    ct_id integer NOT NULL,
    ct_rc_id integer,
    ct_log_id integer,
    ct_rev_id integer,
    ct_params text,
    ct_tag_id integer NOT NULL
);

CREATE SEQUENCE mediawiki.change_tag_ct_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE mediawiki.change_tag_ct_id_seq OWNED BY mediawiki.change_tag.ct_id;

CREATE TABLE mediawiki.change_tag_def (
    ctd_id integer NOT NULL,
    ctd_name text NOT NULL,
    ctd_user_defined smallint NOT NULL,
    ctd_count bigint DEFAULT 0 NOT NULL
);

CREATE SEQUENCE mediawiki.change_tag_def_ctd_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE mediawiki.change_tag_def_ctd_id_seq OWNED BY mediawiki.change_tag_def.ctd_id;

CREATE TABLE mediawiki.comment (
    comment_id bigint NOT NULL,
    comment_hash integer NOT NULL,
    comment_text text NOT NULL,
    comment_data text
);

CREATE SEQUENCE mediawiki.comment_comment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE mediawiki.comment_comment_id_seq OWNED BY mediawiki.comment.comment_id;

CREATE TABLE mediawiki.content (
    content_id bigint NOT NULL,
    content_size integer NOT NULL,
    content_sha1 text NOT NULL,
    content_model smallint NOT NULL,
    content_address text NOT NULL
);

CREATE SEQUENCE mediawiki.content_content_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE mediawiki.content_content_id_seq OWNED BY mediawiki.content.content_id;

CREATE TABLE mediawiki.content_models (
    model_id integer NOT NULL,
    model_name text NOT NULL
);

CREATE SEQUENCE mediawiki.content_models_model_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE mediawiki.content_models_model_id_seq OWNED BY mediawiki.content_models.model_id;

CREATE TABLE mediawiki.externallinks (
    el_id integer NOT NULL,
    el_from integer DEFAULT 0 NOT NULL,
    el_to text NOT NULL,
    el_index text NOT NULL,
    el_index_60 text NOT NULL
);

CREATE SEQUENCE mediawiki.externallinks_el_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE mediawiki.externallinks_el_id_seq OWNED BY mediawiki.externallinks.el_id;

CREATE TABLE mediawiki.filearchive (
    fa_id integer NOT NULL,
    fa_name text DEFAULT ''::text NOT NULL,
    fa_archive_name text DEFAULT ''::text,
    fa_storage_group text,
    fa_storage_key text DEFAULT ''::text,
    fa_deleted_user integer,
    fa_deleted_timestamp timestamp with time zone,
    fa_deleted_reason_id bigint NOT NULL,
    fa_size integer DEFAULT 0,
    fa_width integer DEFAULT 0,
    fa_height integer DEFAULT 0,
    fa_metadata text,
    fa_bits integer DEFAULT 0,
    fa_media_type text,
    fa_major_mime text DEFAULT 'unknown'::text,
    fa_minor_mime text DEFAULT 'unknown'::text,
    fa_description_id bigint NOT NULL,
    fa_actor bigint NOT NULL,
    fa_timestamp timestamp with time zone,
    fa_deleted smallint DEFAULT 0 NOT NULL,
    fa_sha1 text DEFAULT ''::text NOT NULL
);

CREATE SEQUENCE mediawiki.filearchive_fa_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE mediawiki.filearchive_fa_id_seq OWNED BY mediawiki.filearchive.fa_id;

CREATE TABLE mediawiki.image (
    img_name text DEFAULT ''::text NOT NULL,
    img_size integer DEFAULT 0 NOT NULL,
    img_width integer DEFAULT 0 NOT NULL,
    img_height integer DEFAULT 0 NOT NULL,
    img_metadata text NOT NULL,
    img_bits integer DEFAULT 0 NOT NULL,
    img_media_type text,
    img_major_mime text DEFAULT 'unknown'::text NOT NULL,
    img_minor_mime text DEFAULT 'unknown'::text NOT NULL,
    img_description_id bigint NOT NULL,
    img_actor bigint NOT NULL,
    img_timestamp timestamp with time zone NOT NULL,
    img_sha1 text DEFAULT ''::text NOT NULL
);

CREATE TABLE mediawiki.imagelinks (
    il_from integer DEFAULT 0 NOT NULL,
    il_to text DEFAULT ''::text NOT NULL,
    il_from_namespace integer DEFAULT 0 NOT NULL
);

CREATE TABLE mediawiki.interwiki (
    iw_prefix character varying(32) NOT NULL,
    iw_url text NOT NULL,
    iw_api text NOT NULL,
    iw_wikiid character varying(64) NOT NULL,
    iw_local smallint NOT NULL,
    iw_trans smallint DEFAULT 0 NOT NULL
);

CREATE TABLE mediawiki.ip_changes (
    ipc_rev_id integer DEFAULT 0 NOT NULL,
    ipc_rev_timestamp timestamp with time zone NOT NULL,
    ipc_hex text DEFAULT ''::text NOT NULL
);

CREATE TABLE mediawiki.ipblocks (
    ipb_id integer NOT NULL,
    ipb_address text NOT NULL,
    ipb_user integer DEFAULT 0 NOT NULL,
    ipb_by_actor bigint NOT NULL,
    ipb_reason_id bigint NOT NULL,
    ipb_timestamp timestamp with time zone NOT NULL,
    ipb_auto smallint DEFAULT 0 NOT NULL,
    ipb_anon_only smallint DEFAULT 0 NOT NULL,
    ipb_create_account smallint DEFAULT 1 NOT NULL,
    ipb_enable_autoblock smallint DEFAULT 1 NOT NULL,
    ipb_expiry timestamp with time zone NOT NULL,
    ipb_range_start text NOT NULL,
    ipb_range_end text NOT NULL,
    ipb_deleted smallint DEFAULT 0 NOT NULL,
    ipb_block_email smallint DEFAULT 0 NOT NULL,
    ipb_allow_usertalk smallint DEFAULT 0 NOT NULL,
    ipb_parent_block_id integer,
    ipb_sitewide smallint DEFAULT 1 NOT NULL
);

CREATE SEQUENCE mediawiki.ipblocks_ipb_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE mediawiki.ipblocks_ipb_id_seq OWNED BY mediawiki.ipblocks.ipb_id;

CREATE TABLE mediawiki.ipblocks_restrictions (
    ir_ipb_id integer NOT NULL,
    ir_type smallint NOT NULL,
    ir_value integer NOT NULL
);

CREATE TABLE mediawiki.iwlinks (
    iwl_from integer DEFAULT 0 NOT NULL,
    iwl_prefix text DEFAULT ''::text NOT NULL,
    iwl_title text DEFAULT ''::text NOT NULL
);

CREATE TABLE mediawiki.job (
    job_id integer NOT NULL,
    job_cmd text DEFAULT ''::text NOT NULL,
    job_namespace integer NOT NULL,
    job_title text NOT NULL,
    job_timestamp timestamp with time zone,
    job_params text NOT NULL,
    job_random integer DEFAULT 0 NOT NULL,
    job_attempts integer DEFAULT 0 NOT NULL,
    job_token text DEFAULT ''::text NOT NULL,
    job_token_timestamp timestamp with time zone,
    job_sha1 text DEFAULT ''::text NOT NULL
);

CREATE SEQUENCE mediawiki.job_job_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE mediawiki.job_job_id_seq OWNED BY mediawiki.job.job_id;

CREATE TABLE mediawiki.l10n_cache (
    lc_lang text NOT NULL,
    lc_key character varying(255) NOT NULL,
    lc_value text NOT NULL
);

CREATE TABLE mediawiki.langlinks (
    ll_from integer DEFAULT 0 NOT NULL,
    ll_lang text DEFAULT ''::text NOT NULL,
    ll_title text DEFAULT ''::text NOT NULL
);

CREATE TABLE mediawiki.linktarget (
    lt_id bigint NOT NULL,
    lt_namespace integer NOT NULL,
    lt_title text NOT NULL
);

CREATE SEQUENCE mediawiki.linktarget_lt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE mediawiki.linktarget_lt_id_seq OWNED BY mediawiki.linktarget.lt_id;

CREATE TABLE mediawiki.log_search (
    ls_field text NOT NULL,
    ls_value character varying(255) NOT NULL,
    ls_log_id integer DEFAULT 0 NOT NULL
);

CREATE TABLE mediawiki.logging (
    log_id integer NOT NULL,
    log_type text DEFAULT ''::text NOT NULL,
    log_action text DEFAULT ''::text NOT NULL,
    log_timestamp timestamp with time zone DEFAULT '1970-01-01 00:00:00+00'::timestamp with time zone NOT NULL,
    log_actor bigint NOT NULL,
    log_namespace integer DEFAULT 0 NOT NULL,
    log_title text DEFAULT ''::text NOT NULL,
    log_page integer,
    log_comment_id bigint NOT NULL,
    log_params text NOT NULL,
    log_deleted smallint DEFAULT 0 NOT NULL
);

CREATE SEQUENCE mediawiki.logging_log_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE mediawiki.logging_log_id_seq OWNED BY mediawiki.logging.log_id;

CREATE TABLE mediawiki.module_deps (
    md_module text NOT NULL,
    md_skin text NOT NULL,
    md_deps text NOT NULL
);

CREATE TABLE mediawiki.objectcache (
    keyname text DEFAULT ''::text NOT NULL,
    value text,
    exptime timestamp with time zone NOT NULL,
    modtoken character varying(17) DEFAULT '00000000000000000'::character varying NOT NULL,
    flags integer
);

CREATE TABLE mediawiki.oldimage (
    oi_name text DEFAULT ''::text NOT NULL,
    oi_archive_name text DEFAULT ''::text NOT NULL,
    oi_size integer DEFAULT 0 NOT NULL,
    oi_width integer DEFAULT 0 NOT NULL,
    oi_height integer DEFAULT 0 NOT NULL,
    oi_bits integer DEFAULT 0 NOT NULL,
    oi_description_id bigint NOT NULL,
    oi_actor bigint NOT NULL,
    oi_timestamp timestamp with time zone NOT NULL,
    oi_metadata text NOT NULL,
    oi_media_type text,
    oi_major_mime text DEFAULT 'unknown'::text NOT NULL,
    oi_minor_mime text DEFAULT 'unknown'::text NOT NULL,
    oi_deleted smallint DEFAULT 0 NOT NULL,
    oi_sha1 text DEFAULT ''::text NOT NULL
);

CREATE TABLE mediawiki.page (
    page_id integer NOT NULL,
    page_namespace integer NOT NULL,
    page_title text NOT NULL,
    page_is_redirect smallint DEFAULT 0 NOT NULL,
    page_is_new smallint DEFAULT 0 NOT NULL,
    page_random double precision NOT NULL,
    page_touched timestamp with time zone NOT NULL,
    page_links_updated timestamp with time zone,
    page_latest integer NOT NULL,
    page_len integer NOT NULL,
    page_content_model text,
    page_lang text
);

CREATE SEQUENCE mediawiki.page_page_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE mediawiki.page_page_id_seq OWNED BY mediawiki.page.page_id;

CREATE TABLE mediawiki.page_props (
    pp_page integer NOT NULL,
    pp_propname text NOT NULL,
    pp_value text NOT NULL,
    pp_sortkey double precision
);

CREATE TABLE mediawiki.page_restrictions (
    pr_id integer NOT NULL,
    pr_page integer NOT NULL,
    pr_type text NOT NULL,
    pr_level text NOT NULL,
    pr_cascade smallint NOT NULL,
    pr_expiry timestamp with time zone
);

CREATE SEQUENCE mediawiki.page_restrictions_pr_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE mediawiki.page_restrictions_pr_id_seq OWNED BY mediawiki.page_restrictions.pr_id;

CREATE TABLE mediawiki.pagelinks (
    pl_from integer DEFAULT 0 NOT NULL,
    pl_namespace integer DEFAULT 0 NOT NULL,
    pl_title text DEFAULT ''::text NOT NULL,
    pl_from_namespace integer DEFAULT 0 NOT NULL
);

CREATE TABLE mediawiki.protected_titles (
    pt_namespace integer NOT NULL,
    pt_title text NOT NULL,
    pt_user integer NOT NULL,
    pt_reason_id bigint NOT NULL,
    pt_timestamp timestamp with time zone NOT NULL,
    pt_expiry timestamp with time zone NOT NULL,
    pt_create_perm text NOT NULL
);

CREATE TABLE mediawiki.querycache (
    qc_type text NOT NULL,
    qc_value integer DEFAULT 0 NOT NULL,
    qc_namespace integer DEFAULT 0 NOT NULL,
    qc_title text DEFAULT ''::text NOT NULL
);

CREATE TABLE mediawiki.querycache_info (
    qci_type text DEFAULT ''::text NOT NULL,
    qci_timestamp timestamp with time zone DEFAULT '1970-01-01 00:00:00+00'::timestamp with time zone NOT NULL
);

CREATE TABLE mediawiki.querycachetwo (
    qcc_type text NOT NULL,
    qcc_value integer DEFAULT 0 NOT NULL,
    qcc_namespace integer DEFAULT 0 NOT NULL,
    qcc_title text DEFAULT ''::text NOT NULL,
    qcc_namespacetwo integer DEFAULT 0 NOT NULL,
    qcc_titletwo text DEFAULT ''::text NOT NULL
);

CREATE TABLE mediawiki.recentchanges (
    rc_id integer NOT NULL,
    rc_timestamp timestamp with time zone NOT NULL,
    rc_actor bigint NOT NULL,
    rc_namespace integer DEFAULT 0 NOT NULL,
    rc_title text DEFAULT ''::text NOT NULL,
    rc_comment_id bigint NOT NULL,
    rc_minor smallint DEFAULT 0 NOT NULL,
    rc_bot smallint DEFAULT 0 NOT NULL,
    rc_new smallint DEFAULT 0 NOT NULL,
    rc_cur_id integer DEFAULT 0 NOT NULL,
    rc_this_oldid integer DEFAULT 0 NOT NULL,
    rc_last_oldid integer DEFAULT 0 NOT NULL,
    rc_type smallint DEFAULT 0 NOT NULL,
    rc_source text DEFAULT ''::text NOT NULL,
    rc_patrolled smallint DEFAULT 0 NOT NULL,
    rc_ip text DEFAULT ''::text NOT NULL,
    rc_old_len integer,
    rc_new_len integer,
    rc_deleted smallint DEFAULT 0 NOT NULL,
    rc_logid integer DEFAULT 0 NOT NULL,
    rc_log_type text,
    rc_log_action text,
    rc_params text
);

CREATE SEQUENCE mediawiki.recentchanges_rc_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE mediawiki.recentchanges_rc_id_seq OWNED BY mediawiki.recentchanges.rc_id;

CREATE TABLE mediawiki.redirect (
    rd_from integer DEFAULT 0 NOT NULL,
    rd_namespace integer DEFAULT 0 NOT NULL,
    rd_title text DEFAULT ''::text NOT NULL,
    rd_interwiki character varying(32) DEFAULT NULL::character varying,
    rd_fragment text
);

CREATE TABLE mediawiki.revision (
    rev_id integer NOT NULL,
    rev_page integer NOT NULL,
    rev_comment_id bigint DEFAULT 0 NOT NULL,
    rev_actor bigint DEFAULT 0 NOT NULL,
    rev_timestamp timestamp with time zone NOT NULL,
    rev_minor_edit smallint DEFAULT 0 NOT NULL,
    rev_deleted smallint DEFAULT 0 NOT NULL,
    rev_len integer,
    rev_parent_id integer,
    rev_sha1 text DEFAULT ''::text NOT NULL
);

CREATE TABLE mediawiki.revision_comment_temp (
    revcomment_rev integer NOT NULL,
    revcomment_comment_id bigint NOT NULL
);

CREATE SEQUENCE mediawiki.revision_rev_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE mediawiki.revision_rev_id_seq OWNED BY mediawiki.revision.rev_id;

CREATE TABLE mediawiki.searchindex (
    si_page integer NOT NULL,
    si_title character varying(255) DEFAULT ''::character varying NOT NULL,
    si_text text NOT NULL
);

CREATE TABLE mediawiki.site_identifiers (
    si_type text NOT NULL,
    si_key text NOT NULL,
    si_site integer NOT NULL
);

CREATE TABLE mediawiki.site_stats (
    ss_row_id integer NOT NULL,
    ss_total_edits bigint,
    ss_good_articles bigint,
    ss_total_pages bigint,
    ss_users bigint,
    ss_active_users bigint,
    ss_images bigint
);

CREATE TABLE mediawiki.sites (
    site_id integer NOT NULL,
    site_global_key text NOT NULL,
    site_type text NOT NULL,
    site_group text NOT NULL,
    site_source text NOT NULL,
    site_language text NOT NULL,
    site_protocol text NOT NULL,
    site_domain character varying(255) NOT NULL,
    site_data text NOT NULL,
    site_forward smallint NOT NULL,
    site_config text NOT NULL
);

CREATE SEQUENCE mediawiki.sites_site_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE mediawiki.sites_site_id_seq OWNED BY mediawiki.sites.site_id;

CREATE TABLE mediawiki.slot_roles (
    role_id integer NOT NULL,
    role_name text NOT NULL
);

CREATE SEQUENCE mediawiki.slot_roles_role_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE mediawiki.slot_roles_role_id_seq OWNED BY mediawiki.slot_roles.role_id;

CREATE TABLE mediawiki.slots (
    slot_revision_id bigint NOT NULL,
    slot_role_id smallint NOT NULL,
    slot_content_id bigint NOT NULL,
    slot_origin bigint NOT NULL
);

CREATE TABLE mediawiki.templatelinks (
    tl_from integer DEFAULT 0 NOT NULL,
    tl_target_id bigint NOT NULL,
    tl_from_namespace integer DEFAULT 0 NOT NULL
);

CREATE TABLE mediawiki.text (
    old_id integer NOT NULL,
    old_text text NOT NULL,
    old_flags text NOT NULL
);

CREATE SEQUENCE mediawiki.text_old_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE mediawiki.text_old_id_seq OWNED BY mediawiki.text.old_id;

CREATE TABLE mediawiki.updatelog (
    ul_key character varying(255) NOT NULL,
    ul_value text
);

CREATE TABLE mediawiki.uploadstash (
    us_id integer NOT NULL,
    us_user integer NOT NULL,
    us_key character varying(255) NOT NULL,
    us_orig_path character varying(255) NOT NULL,
    us_path character varying(255) NOT NULL,
    us_source_type character varying(50) DEFAULT NULL::character varying,
    us_timestamp timestamp with time zone NOT NULL,
    us_status character varying(50) NOT NULL,
    us_chunk_inx integer,
    us_props text,
    us_size integer NOT NULL,
    us_sha1 character varying(31) NOT NULL,
    us_mime character varying(255) DEFAULT NULL::character varying,
    us_media_type mediawiki.us_media_type_enum,
    us_image_width integer,
    us_image_height integer,
    us_image_bits smallint
);

CREATE SEQUENCE mediawiki.uploadstash_us_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE mediawiki.uploadstash_us_id_seq OWNED BY mediawiki.uploadstash.us_id;

CREATE TABLE mediawiki."user" (
    user_id integer NOT NULL,
    user_name text DEFAULT ''::text NOT NULL,
    user_real_name text DEFAULT ''::text NOT NULL,
    user_password text NOT NULL,
    user_newpassword text NOT NULL,
    user_newpass_time timestamp with time zone,
    user_email text NOT NULL,
    user_touched timestamp with time zone NOT NULL,
    user_token text DEFAULT ''::text NOT NULL,
    user_email_authenticated timestamp with time zone,
    user_email_token text,
    user_email_token_expires timestamp with time zone,
    user_registration timestamp with time zone,
    user_editcount integer,
    user_password_expires timestamp with time zone
);

CREATE TABLE mediawiki.user_autocreate_serial (
    uas_shard integer NOT NULL,
    uas_value integer NOT NULL
);

CREATE TABLE mediawiki.user_former_groups (
    ufg_user integer DEFAULT 0 NOT NULL,
    ufg_group text DEFAULT ''::text NOT NULL
);

CREATE TABLE mediawiki.user_groups (
    ug_user integer DEFAULT 0 NOT NULL,
    ug_group text DEFAULT ''::text NOT NULL,
    ug_expiry timestamp with time zone
);

CREATE TABLE mediawiki.user_newtalk (
    user_id integer DEFAULT 0 NOT NULL,
    user_ip text DEFAULT ''::text NOT NULL,
    user_last_timestamp timestamp with time zone
);

CREATE TABLE mediawiki.user_properties (
    up_user integer NOT NULL,
    up_property text NOT NULL,
    up_value text
);

CREATE SEQUENCE mediawiki.user_user_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE mediawiki.user_user_id_seq OWNED BY mediawiki."user".user_id;

CREATE TABLE mediawiki.watchlist (
    wl_id integer NOT NULL,
    wl_user integer NOT NULL,
    wl_namespace integer DEFAULT 0 NOT NULL,
    wl_title text DEFAULT ''::text NOT NULL,
    wl_notificationtimestamp timestamp with time zone
);

CREATE TABLE mediawiki.watchlist_expiry (
    we_item integer NOT NULL,
    we_expiry timestamp with time zone NOT NULL
);

CREATE SEQUENCE mediawiki.watchlist_wl_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE mediawiki.watchlist_wl_id_seq OWNED BY mediawiki.watchlist.wl_id;

ALTER TABLE ONLY mediawiki.actor ALTER COLUMN actor_id SET DEFAULT nextval('mediawiki.actor_actor_id_seq'::regclass);

ALTER TABLE ONLY mediawiki.archive ALTER COLUMN ar_id SET DEFAULT nextval('mediawiki.archive_ar_id_seq'::regclass);

ALTER TABLE ONLY mediawiki.category ALTER COLUMN cat_id SET DEFAULT nextval('mediawiki.category_cat_id_seq'::regclass);

ALTER TABLE ONLY mediawiki.change_tag ALTER COLUMN ct_id SET DEFAULT nextval('mediawiki.change_tag_ct_id_seq'::regclass);

ALTER TABLE ONLY mediawiki.change_tag_def ALTER COLUMN ctd_id SET DEFAULT nextval('mediawiki.change_tag_def_ctd_id_seq'::regclass);

ALTER TABLE ONLY mediawiki.comment ALTER COLUMN comment_id SET DEFAULT nextval('mediawiki.comment_comment_id_seq'::regclass);

ALTER TABLE ONLY mediawiki.content ALTER COLUMN content_id SET DEFAULT nextval('mediawiki.content_content_id_seq'::regclass);

ALTER TABLE ONLY mediawiki.content_models ALTER COLUMN model_id SET DEFAULT nextval('mediawiki.content_models_model_id_seq'::regclass);

ALTER TABLE ONLY mediawiki.externallinks ALTER COLUMN el_id SET DEFAULT nextval('mediawiki.externallinks_el_id_seq'::regclass);

ALTER TABLE ONLY mediawiki.filearchive ALTER COLUMN fa_id SET DEFAULT nextval('mediawiki.filearchive_fa_id_seq'::regclass);

ALTER TABLE ONLY mediawiki.ipblocks ALTER COLUMN ipb_id SET DEFAULT nextval('mediawiki.ipblocks_ipb_id_seq'::regclass);

ALTER TABLE ONLY mediawiki.job ALTER COLUMN job_id SET DEFAULT nextval('mediawiki.job_job_id_seq'::regclass);

ALTER TABLE ONLY mediawiki.linktarget ALTER COLUMN lt_id SET DEFAULT nextval('mediawiki.linktarget_lt_id_seq'::regclass);

ALTER TABLE ONLY mediawiki.logging ALTER COLUMN log_id SET DEFAULT nextval('mediawiki.logging_log_id_seq'::regclass);

ALTER TABLE ONLY mediawiki.page ALTER COLUMN page_id SET DEFAULT nextval('mediawiki.page_page_id_seq'::regclass);

ALTER TABLE ONLY mediawiki.page_restrictions ALTER COLUMN pr_id SET DEFAULT nextval('mediawiki.page_restrictions_pr_id_seq'::regclass);

ALTER TABLE ONLY mediawiki.recentchanges ALTER COLUMN rc_id SET DEFAULT nextval('mediawiki.recentchanges_rc_id_seq'::regclass);

ALTER TABLE ONLY mediawiki.revision ALTER COLUMN rev_id SET DEFAULT nextval('mediawiki.revision_rev_id_seq'::regclass);

ALTER TABLE ONLY mediawiki.sites ALTER COLUMN site_id SET DEFAULT nextval('mediawiki.sites_site_id_seq'::regclass);

ALTER TABLE ONLY mediawiki.slot_roles ALTER COLUMN role_id SET DEFAULT nextval('mediawiki.slot_roles_role_id_seq'::regclass);

ALTER TABLE ONLY mediawiki.text ALTER COLUMN old_id SET DEFAULT nextval('mediawiki.text_old_id_seq'::regclass);

ALTER TABLE ONLY mediawiki.uploadstash ALTER COLUMN us_id SET DEFAULT nextval('mediawiki.uploadstash_us_id_seq'::regclass);

ALTER TABLE ONLY mediawiki."user" ALTER COLUMN user_id SET DEFAULT nextval('mediawiki.user_user_id_seq'::regclass);

ALTER TABLE ONLY mediawiki.watchlist ALTER COLUMN wl_id SET DEFAULT nextval('mediawiki.watchlist_wl_id_seq'::regclass);

ALTER TABLE ONLY mediawiki.actor
    ADD CONSTRAINT actor_pkey PRIMARY KEY (actor_id);

ALTER TABLE ONLY mediawiki.archive
    ADD CONSTRAINT archive_pkey PRIMARY KEY (ar_id);

ALTER TABLE ONLY mediawiki.bot_passwords
    ADD CONSTRAINT bot_passwords_pkey PRIMARY KEY (bp_user, bp_app_id);

ALTER TABLE ONLY mediawiki.category
    ADD CONSTRAINT category_pkey PRIMARY KEY (cat_id);

ALTER TABLE ONLY mediawiki.categorylinks
    ADD CONSTRAINT categorylinks_pkey PRIMARY KEY (cl_from, cl_to);

ALTER TABLE ONLY mediawiki.change_tag_def
    ADD CONSTRAINT change_tag_def_pkey PRIMARY KEY (ctd_id);

ALTER TABLE ONLY mediawiki.change_tag
    ADD CONSTRAINT change_tag_pkey PRIMARY KEY (ct_id);

ALTER TABLE ONLY mediawiki.comment
    ADD CONSTRAINT comment_pkey PRIMARY KEY (comment_id);

ALTER TABLE ONLY mediawiki.content_models
    ADD CONSTRAINT content_models_pkey PRIMARY KEY (model_id);

ALTER TABLE ONLY mediawiki.content
    ADD CONSTRAINT content_pkey PRIMARY KEY (content_id);

ALTER TABLE ONLY mediawiki.externallinks
    ADD CONSTRAINT externallinks_pkey PRIMARY KEY (el_id);

ALTER TABLE ONLY mediawiki.filearchive
    ADD CONSTRAINT filearchive_pkey PRIMARY KEY (fa_id);

ALTER TABLE ONLY mediawiki.image
    ADD CONSTRAINT image_pkey PRIMARY KEY (img_name);

ALTER TABLE ONLY mediawiki.imagelinks
    ADD CONSTRAINT imagelinks_pkey PRIMARY KEY (il_from, il_to);

ALTER TABLE ONLY mediawiki.interwiki
    ADD CONSTRAINT interwiki_pkey PRIMARY KEY (iw_prefix);

ALTER TABLE ONLY mediawiki.ip_changes
    ADD CONSTRAINT ip_changes_pkey PRIMARY KEY (ipc_rev_id);

ALTER TABLE ONLY mediawiki.ipblocks
    ADD CONSTRAINT ipblocks_pkey PRIMARY KEY (ipb_id);

ALTER TABLE ONLY mediawiki.ipblocks_restrictions
    ADD CONSTRAINT ipblocks_restrictions_pkey PRIMARY KEY (ir_ipb_id, ir_type, ir_value);

ALTER TABLE ONLY mediawiki.iwlinks
    ADD CONSTRAINT iwlinks_pkey PRIMARY KEY (iwl_from, iwl_prefix, iwl_title);

ALTER TABLE ONLY mediawiki.job
    ADD CONSTRAINT job_pkey PRIMARY KEY (job_id);

ALTER TABLE ONLY mediawiki.l10n_cache
    ADD CONSTRAINT l10n_cache_pkey PRIMARY KEY (lc_lang, lc_key);

ALTER TABLE ONLY mediawiki.langlinks
    ADD CONSTRAINT langlinks_pkey PRIMARY KEY (ll_from, ll_lang);

ALTER TABLE ONLY mediawiki.linktarget
    ADD CONSTRAINT linktarget_pkey PRIMARY KEY (lt_id);

ALTER TABLE ONLY mediawiki.log_search
    ADD CONSTRAINT log_search_pkey PRIMARY KEY (ls_field, ls_value, ls_log_id);

ALTER TABLE ONLY mediawiki.logging
    ADD CONSTRAINT logging_pkey PRIMARY KEY (log_id);

ALTER TABLE ONLY mediawiki.module_deps
    ADD CONSTRAINT module_deps_pkey PRIMARY KEY (md_module, md_skin);

ALTER TABLE ONLY mediawiki.objectcache
    ADD CONSTRAINT objectcache_pkey PRIMARY KEY (keyname);

ALTER TABLE ONLY mediawiki.page
    ADD CONSTRAINT page_pkey PRIMARY KEY (page_id);

ALTER TABLE ONLY mediawiki.page_props
    ADD CONSTRAINT page_props_pkey PRIMARY KEY (pp_page, pp_propname);

ALTER TABLE ONLY mediawiki.page_restrictions
    ADD CONSTRAINT page_restrictions_pkey PRIMARY KEY (pr_id);

ALTER TABLE ONLY mediawiki.pagelinks
    ADD CONSTRAINT pagelinks_pkey PRIMARY KEY (pl_from, pl_namespace, pl_title);

ALTER TABLE ONLY mediawiki.protected_titles
    ADD CONSTRAINT protected_titles_pkey PRIMARY KEY (pt_namespace, pt_title);

ALTER TABLE ONLY mediawiki.querycache_info
    ADD CONSTRAINT querycache_info_pkey PRIMARY KEY (qci_type);

ALTER TABLE ONLY mediawiki.recentchanges
    ADD CONSTRAINT recentchanges_pkey PRIMARY KEY (rc_id);

ALTER TABLE ONLY mediawiki.redirect
    ADD CONSTRAINT redirect_pkey PRIMARY KEY (rd_from);

ALTER TABLE ONLY mediawiki.revision_comment_temp
    ADD CONSTRAINT revision_comment_temp_pkey PRIMARY KEY (revcomment_rev, revcomment_comment_id);

ALTER TABLE ONLY mediawiki.revision
    ADD CONSTRAINT revision_pkey PRIMARY KEY (rev_id);

ALTER TABLE ONLY mediawiki.site_identifiers
    ADD CONSTRAINT site_identifiers_pkey PRIMARY KEY (si_type, si_key);

ALTER TABLE ONLY mediawiki.site_stats
    ADD CONSTRAINT site_stats_pkey PRIMARY KEY (ss_row_id);

ALTER TABLE ONLY mediawiki.sites
    ADD CONSTRAINT sites_pkey PRIMARY KEY (site_id);

ALTER TABLE ONLY mediawiki.slot_roles
    ADD CONSTRAINT slot_roles_pkey PRIMARY KEY (role_id);

ALTER TABLE ONLY mediawiki.slots
    ADD CONSTRAINT slots_pkey PRIMARY KEY (slot_revision_id, slot_role_id);

ALTER TABLE ONLY mediawiki.templatelinks
    ADD CONSTRAINT templatelinks_pkey PRIMARY KEY (tl_from, tl_target_id);

ALTER TABLE ONLY mediawiki.text
    ADD CONSTRAINT text_pkey PRIMARY KEY (old_id);

ALTER TABLE ONLY mediawiki.updatelog
    ADD CONSTRAINT updatelog_pkey PRIMARY KEY (ul_key);

ALTER TABLE ONLY mediawiki.uploadstash
    ADD CONSTRAINT uploadstash_pkey PRIMARY KEY (us_id);

ALTER TABLE ONLY mediawiki.user_autocreate_serial
    ADD CONSTRAINT user_autocreate_serial_pkey PRIMARY KEY (uas_shard);

ALTER TABLE ONLY mediawiki.user_former_groups
    ADD CONSTRAINT user_former_groups_pkey PRIMARY KEY (ufg_user, ufg_group);

ALTER TABLE ONLY mediawiki.user_groups
    ADD CONSTRAINT user_groups_pkey PRIMARY KEY (ug_user, ug_group);

ALTER TABLE ONLY mediawiki."user"
    ADD CONSTRAINT user_pkey PRIMARY KEY (user_id);

ALTER TABLE ONLY mediawiki.user_properties
    ADD CONSTRAINT user_properties_pkey PRIMARY KEY (up_user, up_property);

ALTER TABLE ONLY mediawiki.watchlist_expiry
    ADD CONSTRAINT watchlist_expiry_pkey PRIMARY KEY (we_item);

ALTER TABLE ONLY mediawiki.watchlist
    ADD CONSTRAINT watchlist_pkey PRIMARY KEY (wl_id);

CREATE UNIQUE INDEX actor_name ON mediawiki.actor USING btree (actor_name);

CREATE UNIQUE INDEX actor_user ON mediawiki.actor USING btree (actor_user);

CREATE INDEX ar_actor_timestamp ON mediawiki.archive USING btree (ar_actor, ar_timestamp);

CREATE INDEX ar_name_title_timestamp ON mediawiki.archive USING btree (ar_namespace, ar_title, ar_timestamp);

CREATE UNIQUE INDEX ar_revid_uniq ON mediawiki.archive USING btree (ar_rev_id);

CREATE INDEX cat_pages ON mediawiki.category USING btree (cat_pages);

CREATE UNIQUE INDEX cat_title ON mediawiki.category USING btree (cat_title);

CREATE INDEX cl_collation_ext ON mediawiki.categorylinks USING btree (cl_collation, cl_to, cl_type, cl_from);

CREATE INDEX cl_sortkey ON mediawiki.categorylinks USING btree (cl_to, cl_type, cl_sortkey, cl_from);

CREATE INDEX cl_timestamp ON mediawiki.categorylinks USING btree (cl_to, cl_timestamp);

CREATE INDEX comment_hash ON mediawiki.comment USING btree (comment_hash);

CREATE UNIQUE INDEX ct_log_tag_id ON mediawiki.change_tag USING btree (ct_log_id, ct_tag_id);

CREATE UNIQUE INDEX ct_rc_tag_id ON mediawiki.change_tag USING btree (ct_rc_id, ct_tag_id);

CREATE UNIQUE INDEX ct_rev_tag_id ON mediawiki.change_tag USING btree (ct_rev_id, ct_tag_id);

CREATE INDEX ct_tag_id_id ON mediawiki.change_tag USING btree (ct_tag_id, ct_rc_id, ct_rev_id, ct_log_id);

CREATE INDEX ctd_count ON mediawiki.change_tag_def USING btree (ctd_count);

CREATE UNIQUE INDEX ctd_name ON mediawiki.change_tag_def USING btree (ctd_name);

CREATE INDEX ctd_user_defined ON mediawiki.change_tag_def USING btree (ctd_user_defined);

CREATE INDEX el_from ON mediawiki.externallinks USING btree (el_from, el_to);

CREATE INDEX el_from_index_60 ON mediawiki.externallinks USING btree (el_from, el_index_60, el_id);

CREATE INDEX el_index ON mediawiki.externallinks USING btree (el_index);

CREATE INDEX el_index_60 ON mediawiki.externallinks USING btree (el_index_60, el_id);

CREATE INDEX el_to ON mediawiki.externallinks USING btree (el_to, el_from);

CREATE INDEX exptime ON mediawiki.objectcache USING btree (exptime);

CREATE INDEX fa_actor_timestamp ON mediawiki.filearchive USING btree (fa_actor, fa_timestamp);

CREATE INDEX fa_deleted_timestamp ON mediawiki.filearchive USING btree (fa_deleted_timestamp);

CREATE INDEX fa_name ON mediawiki.filearchive USING btree (fa_name, fa_timestamp);

CREATE INDEX fa_sha1 ON mediawiki.filearchive USING btree (fa_sha1);

CREATE INDEX fa_storage_group ON mediawiki.filearchive USING btree (fa_storage_group, fa_storage_key);

CREATE INDEX il_backlinks_namespace ON mediawiki.imagelinks USING btree (il_from_namespace, il_to, il_from);

CREATE INDEX il_to ON mediawiki.imagelinks USING btree (il_to, il_from);

CREATE INDEX img_actor_timestamp ON mediawiki.image USING btree (img_actor, img_timestamp);

CREATE INDEX img_media_mime ON mediawiki.image USING btree (img_media_type, img_major_mime, img_minor_mime);

CREATE INDEX img_sha1 ON mediawiki.image USING btree (img_sha1);

CREATE INDEX img_size ON mediawiki.image USING btree (img_size);

CREATE INDEX img_timestamp ON mediawiki.image USING btree (img_timestamp);

CREATE UNIQUE INDEX ipb_address_unique ON mediawiki.ipblocks USING btree (ipb_address, ipb_user, ipb_auto);

CREATE INDEX ipb_expiry ON mediawiki.ipblocks USING btree (ipb_expiry);

CREATE INDEX ipb_parent_block_id ON mediawiki.ipblocks USING btree (ipb_parent_block_id);

CREATE INDEX ipb_range ON mediawiki.ipblocks USING btree (ipb_range_start, ipb_range_end);

CREATE INDEX ipb_timestamp ON mediawiki.ipblocks USING btree (ipb_timestamp);

CREATE INDEX ipb_user ON mediawiki.ipblocks USING btree (ipb_user);

CREATE INDEX ipc_hex_time ON mediawiki.ip_changes USING btree (ipc_hex, ipc_rev_timestamp);

CREATE INDEX ipc_rev_timestamp ON mediawiki.ip_changes USING btree (ipc_rev_timestamp);

CREATE INDEX ir_type_value ON mediawiki.ipblocks_restrictions USING btree (ir_type, ir_value);

CREATE INDEX iwl_prefix_from_title ON mediawiki.iwlinks USING btree (iwl_prefix, iwl_from, iwl_title);

CREATE INDEX iwl_prefix_title_from ON mediawiki.iwlinks USING btree (iwl_prefix, iwl_title, iwl_from);

CREATE INDEX job_cmd ON mediawiki.job USING btree (job_cmd, job_namespace, job_title, job_params);

CREATE INDEX job_cmd_token ON mediawiki.job USING btree (job_cmd, job_token, job_random);

CREATE INDEX job_cmd_token_id ON mediawiki.job USING btree (job_cmd, job_token, job_id);

CREATE INDEX job_sha1 ON mediawiki.job USING btree (job_sha1);

CREATE INDEX job_timestamp ON mediawiki.job USING btree (job_timestamp);

CREATE INDEX ll_lang ON mediawiki.langlinks USING btree (ll_lang, ll_title);

CREATE INDEX log_actor_time ON mediawiki.logging USING btree (log_actor, log_timestamp);

CREATE INDEX log_actor_type_time ON mediawiki.logging USING btree (log_actor, log_type, log_timestamp);

CREATE INDEX log_page_id_time ON mediawiki.logging USING btree (log_page, log_timestamp);

CREATE INDEX log_page_time ON mediawiki.logging USING btree (log_namespace, log_title, log_timestamp);

CREATE INDEX log_times ON mediawiki.logging USING btree (log_timestamp);

CREATE INDEX log_type_action ON mediawiki.logging USING btree (log_type, log_action, log_timestamp);

CREATE INDEX log_type_time ON mediawiki.logging USING btree (log_type, log_timestamp);

CREATE INDEX ls_log_id ON mediawiki.log_search USING btree (ls_log_id);

CREATE UNIQUE INDEX lt_namespace_title ON mediawiki.linktarget USING btree (lt_namespace, lt_title);

CREATE UNIQUE INDEX model_name ON mediawiki.content_models USING btree (model_name);

CREATE INDEX oi_actor_timestamp ON mediawiki.oldimage USING btree (oi_actor, oi_timestamp);

CREATE INDEX oi_name_archive_name ON mediawiki.oldimage USING btree (oi_name, oi_archive_name);

CREATE INDEX oi_name_timestamp ON mediawiki.oldimage USING btree (oi_name, oi_timestamp);

CREATE INDEX oi_sha1 ON mediawiki.oldimage USING btree (oi_sha1);

CREATE INDEX oi_timestamp ON mediawiki.oldimage USING btree (oi_timestamp);

CREATE INDEX page_len ON mediawiki.page USING btree (page_len);

CREATE UNIQUE INDEX page_name_title ON mediawiki.page USING btree (page_namespace, page_title);

CREATE INDEX page_random ON mediawiki.page USING btree (page_random);

CREATE INDEX page_redirect_namespace_len ON mediawiki.page USING btree (page_is_redirect, page_namespace, page_len);

CREATE INDEX pl_backlinks_namespace ON mediawiki.pagelinks USING btree (pl_from_namespace, pl_namespace, pl_title, pl_from);

CREATE INDEX pl_namespace ON mediawiki.pagelinks USING btree (pl_namespace, pl_title, pl_from);

CREATE UNIQUE INDEX pp_propname_page ON mediawiki.page_props USING btree (pp_propname, pp_page);

CREATE UNIQUE INDEX pp_propname_sortkey_page ON mediawiki.page_props USING btree (pp_propname, pp_sortkey, pp_page) WHERE (pp_sortkey IS NOT NULL);

CREATE INDEX pr_cascade ON mediawiki.page_restrictions USING btree (pr_cascade);

CREATE INDEX pr_level ON mediawiki.page_restrictions USING btree (pr_level);

CREATE UNIQUE INDEX pr_pagetype ON mediawiki.page_restrictions USING btree (pr_page, pr_type);

CREATE INDEX pr_typelevel ON mediawiki.page_restrictions USING btree (pr_type, pr_level);

CREATE INDEX pt_timestamp ON mediawiki.protected_titles USING btree (pt_timestamp);

CREATE INDEX qc_type ON mediawiki.querycache USING btree (qc_type, qc_value);

CREATE INDEX qcc_title ON mediawiki.querycachetwo USING btree (qcc_type, qcc_namespace, qcc_title);

CREATE INDEX qcc_titletwo ON mediawiki.querycachetwo USING btree (qcc_type, qcc_namespacetwo, qcc_titletwo);

CREATE INDEX qcc_type ON mediawiki.querycachetwo USING btree (qcc_type, qcc_value);

CREATE INDEX rc_actor ON mediawiki.recentchanges USING btree (rc_actor, rc_timestamp);

CREATE INDEX rc_cur_id ON mediawiki.recentchanges USING btree (rc_cur_id);

CREATE INDEX rc_ip ON mediawiki.recentchanges USING btree (rc_ip);

CREATE INDEX rc_name_type_patrolled_timestamp ON mediawiki.recentchanges USING btree (rc_namespace, rc_type, rc_patrolled, rc_timestamp);

CREATE INDEX rc_namespace_title_timestamp ON mediawiki.recentchanges USING btree (rc_namespace, rc_title, rc_timestamp);

CREATE INDEX rc_new_name_timestamp ON mediawiki.recentchanges USING btree (rc_new, rc_namespace, rc_timestamp);

CREATE INDEX rc_ns_actor ON mediawiki.recentchanges USING btree (rc_namespace, rc_actor);

CREATE INDEX rc_this_oldid ON mediawiki.recentchanges USING btree (rc_this_oldid);

CREATE INDEX rc_timestamp ON mediawiki.recentchanges USING btree (rc_timestamp);

CREATE INDEX rd_ns_title ON mediawiki.redirect USING btree (rd_namespace, rd_title, rd_from);

CREATE INDEX rev_actor_timestamp ON mediawiki.revision USING btree (rev_actor, rev_timestamp, rev_id);

CREATE INDEX rev_page_actor_timestamp ON mediawiki.revision USING btree (rev_page, rev_actor, rev_timestamp);

CREATE INDEX rev_page_timestamp ON mediawiki.revision USING btree (rev_page, rev_timestamp);

CREATE INDEX rev_timestamp ON mediawiki.revision USING btree (rev_timestamp);

CREATE UNIQUE INDEX revcomment_rev ON mediawiki.revision_comment_temp USING btree (revcomment_rev);

CREATE UNIQUE INDEX role_name ON mediawiki.slot_roles USING btree (role_name);

CREATE INDEX si_key ON mediawiki.site_identifiers USING btree (si_key);

CREATE UNIQUE INDEX si_page ON mediawiki.searchindex USING btree (si_page);

CREATE INDEX si_site ON mediawiki.site_identifiers USING btree (si_site);

CREATE INDEX si_text ON mediawiki.searchindex USING btree (si_text);

CREATE INDEX si_title ON mediawiki.searchindex USING btree (si_title);

CREATE INDEX site_domain ON mediawiki.sites USING btree (site_domain);

CREATE INDEX site_forward ON mediawiki.sites USING btree (site_forward);

CREATE UNIQUE INDEX site_global_key ON mediawiki.sites USING btree (site_global_key);

CREATE INDEX site_group ON mediawiki.sites USING btree (site_group);

CREATE INDEX site_language ON mediawiki.sites USING btree (site_language);

CREATE INDEX site_protocol ON mediawiki.sites USING btree (site_protocol);

CREATE INDEX site_source ON mediawiki.sites USING btree (site_source);

CREATE INDEX site_type ON mediawiki.sites USING btree (site_type);

CREATE INDEX slot_revision_origin_role ON mediawiki.slots USING btree (slot_revision_id, slot_origin, slot_role_id);

CREATE INDEX tl_backlinks_namespace_target_id ON mediawiki.templatelinks USING btree (tl_from_namespace, tl_target_id, tl_from);

CREATE INDEX tl_target_id ON mediawiki.templatelinks USING btree (tl_target_id, tl_from);

CREATE INDEX ug_expiry ON mediawiki.user_groups USING btree (ug_expiry);

CREATE INDEX ug_group ON mediawiki.user_groups USING btree (ug_group);

CREATE INDEX un_user_id ON mediawiki.user_newtalk USING btree (user_id);

CREATE INDEX un_user_ip ON mediawiki.user_newtalk USING btree (user_ip);

CREATE INDEX up_property ON mediawiki.user_properties USING btree (up_property);

CREATE UNIQUE INDEX us_key ON mediawiki.uploadstash USING btree (us_key);

CREATE INDEX us_timestamp ON mediawiki.uploadstash USING btree (us_timestamp);

CREATE INDEX us_user ON mediawiki.uploadstash USING btree (us_user);

CREATE INDEX user_email ON mediawiki."user" USING btree (user_email);

CREATE INDEX user_email_token ON mediawiki."user" USING btree (user_email_token);

CREATE UNIQUE INDEX user_name ON mediawiki."user" USING btree (user_name);

CREATE INDEX we_expiry ON mediawiki.watchlist_expiry USING btree (we_expiry);

CREATE INDEX wl_namespace_title ON mediawiki.watchlist USING btree (wl_namespace, wl_title);

CREATE UNIQUE INDEX wl_user ON mediawiki.watchlist USING btree (wl_user, wl_namespace, wl_title);

CREATE INDEX wl_user_notificationtimestamp ON mediawiki.watchlist USING btree (wl_user, wl_notificationtimestamp);
