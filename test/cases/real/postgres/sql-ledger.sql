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

SET default_tablespace = '';

SET default_table_access_method = heap;

CREATE TABLE public.acc_trans (
    trans_id integer,
    chart_id integer,
    amount double precision,
    transdate date DEFAULT CURRENT_DATE,
    source text,
    approved boolean DEFAULT true,
    fx_transaction boolean DEFAULT false,
    project_id integer,
    memo text,
    id integer,
    cleared date,
    vr_id integer
);

CREATE SEQUENCE public.id
    START WITH 10000
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE public.acsrole (
    id integer DEFAULT nextval('public.id'::regclass) NOT NULL,
    description text,
    acs text,
    rn smallint
);

CREATE SEQUENCE public.addressid
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE public.address (
    id integer DEFAULT nextval('public.addressid'::regclass) NOT NULL,
    trans_id integer,
    address1 character varying(32),
    address2 character varying(32),
    city character varying(32),
    state character varying(32),
    zipcode character varying(10),
    country character varying(32)
);

CREATE TABLE public.ap (
    id integer DEFAULT nextval('public.id'::regclass),
    invnumber text,
    transdate date DEFAULT CURRENT_DATE,
    vendor_id integer,
    taxincluded boolean DEFAULT false,
    amount double precision,
    netamount double precision,
    paid double precision,
    datepaid date,
    duedate date,
    invoice boolean DEFAULT false,
    ordnumber text,
    curr character(3),
    notes text,
    employee_id integer,
    till character varying(20),
    quonumber text,
    intnotes text,
    department_id integer DEFAULT 0,
    shipvia text,
    language_code character varying(6),
    ponumber text,
    shippingpoint text,
    terms smallint DEFAULT 0,
    approved boolean DEFAULT true,
    cashdiscount real,
    discountterms smallint,
    waybill text,
    warehouse_id integer,
    description text,
    onhold boolean DEFAULT false,
    exchangerate double precision,
    dcn text,
    bank_id integer,
    paymentmethod_id integer
);

CREATE TABLE public.ar (
    id integer DEFAULT nextval('public.id'::regclass),
    invnumber text,
    transdate date DEFAULT CURRENT_DATE,
    customer_id integer,
    taxincluded boolean,
    amount double precision,
    netamount double precision,
    paid double precision,
    datepaid date,
    duedate date,
    invoice boolean DEFAULT false,
    shippingpoint text,
    terms smallint DEFAULT 0,
    notes text,
    curr character(3),
    ordnumber text,
    employee_id integer,
    till character varying(20),
    quonumber text,
    intnotes text,
    department_id integer DEFAULT 0,
    shipvia text,
    language_code character varying(6),
    ponumber text,
    approved boolean DEFAULT true,
    cashdiscount real,
    discountterms smallint,
    waybill text,
    warehouse_id integer,
    description text,
    onhold boolean DEFAULT false,
    exchangerate double precision,
    dcn text,
    bank_id integer,
    paymentmethod_id integer
);

CREATE SEQUENCE public.archiveid
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE public.archive (
    id integer DEFAULT nextval('public.archiveid'::regclass) NOT NULL,
    filename text
);

CREATE TABLE public.archivedata (
    archive_id integer,
    bt text
);

CREATE SEQUENCE public.assemblyid
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE public.assembly (
    id integer DEFAULT nextval('public.assemblyid'::regclass),
    parts_id integer,
    qty double precision,
    bom boolean,
    adj boolean,
    aid integer
);

CREATE TABLE public.audittrail (
    trans_id integer,
    tablename text,
    reference text,
    formname text,
    action text,
    transdate timestamp without time zone DEFAULT CURRENT_TIMESTAMP,
    employee_id integer
);

CREATE TABLE public.bank (
    id integer,
    name character varying(64),
    iban character varying(34),
    bic character varying(11),
    address_id integer DEFAULT nextval('public.addressid'::regclass),
    dcn text,
    rvc text,
    membernumber text,
    clearingnumber text
);

CREATE TABLE public.br (
    id integer DEFAULT nextval('public.id'::regclass) NOT NULL,
    batchnumber text,
    description text,
    batch text,
    transdate date DEFAULT CURRENT_DATE,
    apprdate date,
    amount double precision,
    managerid integer,
    employee_id integer
);

CREATE TABLE public.business (
    id integer DEFAULT nextval('public.id'::regclass),
    description text,
    discount real,
    rn integer
);

CREATE TABLE public.cargo (
    id integer NOT NULL,
    trans_id integer NOT NULL,
    package text,
    netweight double precision,
    grossweight double precision,
    volume double precision
);

CREATE TABLE public.chart (
    id integer DEFAULT nextval('public.id'::regclass),
    accno text NOT NULL,
    description text,
    charttype character(1) DEFAULT 'A'::bpchar,
    category character(1),
    link text,
    gifi_accno text,
    contra boolean DEFAULT false,
    closed boolean DEFAULT false
);

CREATE SEQUENCE public.contactid
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE public.contact (
    id integer DEFAULT nextval('public.contactid'::regclass) NOT NULL,
    trans_id integer NOT NULL,
    salutation character varying(32),
    firstname character varying(32),
    lastname character varying(32),
    contacttitle character varying(32),
    occupation character varying(32),
    phone character varying(20),
    fax character varying(20),
    mobile character varying(20),
    email text,
    gender character(1) DEFAULT 'M'::bpchar,
    parent_id integer,
    typeofcontact character varying(20)
);

CREATE TABLE public.curr (
    rn smallint,
    curr character(3) NOT NULL,
    prec smallint
);

CREATE TABLE public.customer (
    id integer DEFAULT nextval('public.id'::regclass) NOT NULL,
    name character varying(64),
    contact character varying(64),
    phone character varying(20),
    fax character varying(20),
    email text,
    notes text,
    terms smallint DEFAULT 0,
    taxincluded boolean DEFAULT false,
    customernumber character varying(32),
    cc text,
    bcc text,
    business_id integer,
    taxnumber character varying(32),
    sic_code character varying(6),
    discount real,
    creditlimit double precision DEFAULT 0,
    employee_id integer,
    language_code character varying(6),
    pricegroup_id integer,
    curr character(3),
    startdate date,
    enddate date,
    arap_accno_id integer,
    payment_accno_id integer,
    discount_accno_id integer,
    cashdiscount real,
    discountterms smallint,
    threshold double precision,
    paymentmethod_id integer,
    remittancevoucher boolean,
    prepayment_accno_id integer
);

CREATE TABLE public.customertax (
    customer_id integer,
    chart_id integer
);

CREATE TABLE public.deduct (
    trans_id integer,
    deduction_id integer,
    withholding boolean,
    percent real
);

CREATE TABLE public.deduction (
    id integer DEFAULT nextval('public.id'::regclass) NOT NULL,
    description text,
    employee_accno_id integer,
    employeepays real,
    employer_accno_id integer,
    employerpays real,
    fromage smallint,
    toage smallint,
    agedob boolean,
    basedon integer
);

CREATE TABLE public.deductionrate (
    rn smallint,
    trans_id integer,
    rate double precision,
    amount double precision,
    above double precision,
    below double precision
);

CREATE TABLE public.defaults (
    fldname text,
    fldvalue text
);

CREATE TABLE public.department (
    id integer DEFAULT nextval('public.id'::regclass),
    description text,
    role character(1) DEFAULT 'P'::bpchar,
    rn integer
);

CREATE TABLE public.dpt_trans (
    trans_id integer,
    department_id integer
);

CREATE TABLE public.employee (
    id integer DEFAULT nextval('public.id'::regclass) NOT NULL,
    login text,
    name character varying(64),
    workphone character varying(20),
    workfax character varying(20),
    workmobile character varying(20),
    homephone character varying(20),
    homemobile character varying(20),
    startdate date DEFAULT CURRENT_DATE,
    enddate date,
    notes text,
    sales boolean DEFAULT false,
    email text,
    ssn character varying(20),
    employeenumber character varying(32),
    dob date,
    payperiod smallint,
    apid integer,
    paymentid integer,
    paymentmethod_id integer,
    acsrole_id integer,
    acs text
);

CREATE TABLE public.employeededuction (
    id integer,
    employee_id integer,
    deduction_id integer,
    exempt double precision,
    maximum double precision
);

CREATE TABLE public.employeewage (
    id integer,
    employee_id integer,
    wage_id integer
);

CREATE TABLE public.exchangerate (
    curr character(3),
    transdate date,
    exchangerate double precision
);

CREATE TABLE public.gifi (
    accno text,
    description text
);

CREATE TABLE public.gl (
    id integer DEFAULT nextval('public.id'::regclass),
    reference text,
    description text,
    transdate date DEFAULT CURRENT_DATE,
    employee_id integer,
    notes text,
    department_id integer DEFAULT 0,
    approved boolean DEFAULT true,
    curr character(3),
    exchangerate double precision
);

CREATE SEQUENCE public.inventoryid
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE public.inventory (
    id integer DEFAULT nextval('public.inventoryid'::regclass),
    warehouse_id integer,
    parts_id integer,
    trans_id integer,
    orderitems_id integer,
    qty double precision,
    shippingdate date,
    employee_id integer
);

CREATE SEQUENCE public.invoiceid
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE public.invoice (
    id integer DEFAULT nextval('public.invoiceid'::regclass) NOT NULL,
    trans_id integer,
    parts_id integer,
    description text,
    qty double precision,
    allocated double precision,
    sellprice double precision,
    fxsellprice double precision,
    discount real,
    assemblyitem boolean DEFAULT false,
    unit character varying(5),
    project_id integer,
    deliverydate date,
    serialnumber text,
    itemnotes text,
    lineitemdetail boolean,
    ordernumber text,
    ponumber text,
    cost double precision,
    vendor text,
    vendor_id integer,
    kititem boolean DEFAULT false
);

CREATE SEQUENCE public.jcitemsid
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE public.jcitems (
    id integer DEFAULT nextval('public.jcitemsid'::regclass),
    project_id integer,
    parts_id integer,
    description text,
    qty double precision,
    allocated double precision,
    sellprice double precision,
    fxsellprice double precision,
    serialnumber text,
    checkedin timestamp with time zone,
    checkedout timestamp with time zone,
    employee_id integer,
    notes text
);

CREATE TABLE public.language (
    code character varying(6),
    description text
);

CREATE TABLE public.makemodel (
    parts_id integer,
    make text,
    model text
);

CREATE TABLE public.mimetype (
    extension character varying(32) NOT NULL,
    contenttype character varying(64)
);

CREATE TABLE public.oe (
    id integer DEFAULT nextval('public.id'::regclass),
    ordnumber text,
    transdate date DEFAULT CURRENT_DATE,
    vendor_id integer,
    customer_id integer,
    amount double precision,
    netamount double precision,
    reqdate date,
    taxincluded boolean,
    shippingpoint text,
    notes text,
    curr character(3),
    employee_id integer,
    closed boolean DEFAULT false,
    quotation boolean DEFAULT false,
    quonumber text,
    intnotes text,
    department_id integer DEFAULT 0,
    shipvia text,
    language_code character varying(6),
    ponumber text,
    terms smallint DEFAULT 0,
    waybill text,
    warehouse_id integer,
    description text,
    aa_id integer,
    exchangerate double precision
);

CREATE SEQUENCE public.orderitemsid
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE public.orderitems (
    id integer DEFAULT nextval('public.orderitemsid'::regclass),
    trans_id integer,
    parts_id integer,
    description text,
    qty double precision,
    sellprice double precision,
    discount real,
    unit character varying(5),
    project_id integer,
    reqdate date,
    ship double precision,
    serialnumber text,
    itemnotes text,
    lineitemdetail boolean,
    ordernumber text,
    ponumber text,
    cost double precision,
    vendor text,
    vendor_id integer
);

CREATE TABLE public.parts (
    id integer DEFAULT nextval('public.id'::regclass),
    partnumber text,
    description text,
    unit character varying(5),
    listprice double precision,
    sellprice double precision,
    lastcost double precision,
    priceupdate date DEFAULT CURRENT_DATE,
    weight double precision,
    onhand double precision DEFAULT 0,
    notes text,
    makemodel boolean DEFAULT false,
    assembly boolean DEFAULT false,
    alternate boolean DEFAULT false,
    rop double precision,
    inventory_accno_id integer,
    income_accno_id integer,
    expense_accno_id integer,
    bin text,
    obsolete boolean DEFAULT false,
    bom boolean DEFAULT false,
    image text,
    drawing text,
    microfiche text,
    partsgroup_id integer,
    project_id integer,
    avgcost double precision,
    tariff_hscode text,
    countryorigin text,
    barcode text,
    toolnumber text
);

CREATE TABLE public.partscustomer (
    parts_id integer,
    customer_id integer,
    pricegroup_id integer,
    pricebreak double precision,
    sellprice double precision,
    validfrom date,
    validto date,
    curr character(3)
);

CREATE TABLE public.partsgroup (
    id integer DEFAULT nextval('public.id'::regclass),
    partsgroup text,
    pos boolean DEFAULT true,
    code text,
    image text
);

CREATE TABLE public.partstax (
    parts_id integer,
    chart_id integer
);

CREATE TABLE public.partsvendor (
    vendor_id integer,
    parts_id integer,
    partnumber text,
    leadtime smallint,
    lastcost double precision,
    curr character(3)
);

CREATE TABLE public.pay_trans (
    trans_id integer,
    id integer,
    glid integer,
    qty double precision,
    amount double precision
);

CREATE TABLE public.payment (
    id integer NOT NULL,
    trans_id integer NOT NULL,
    exchangerate double precision DEFAULT 1,
    paymentmethod_id integer
);

CREATE TABLE public.paymentmethod (
    id integer DEFAULT nextval('public.id'::regclass) NOT NULL,
    description text,
    fee double precision,
    rn integer,
    roundchange real
);

CREATE TABLE public.payrate (
    trans_id integer,
    id integer,
    rate double precision,
    above double precision
);

CREATE TABLE public.pricegroup (
    id integer DEFAULT nextval('public.id'::regclass),
    pricegroup text
);

CREATE TABLE public.project (
    id integer DEFAULT nextval('public.id'::regclass),
    projectnumber text,
    description text,
    startdate date,
    enddate date,
    parts_id integer,
    production double precision DEFAULT 0,
    completed double precision DEFAULT 0,
    customer_id integer
);

CREATE TABLE public.recurring (
    id integer,
    reference text,
    startdate date,
    nextdate date,
    enddate date,
    repeat smallint,
    unit character varying(6),
    howmany integer,
    payment boolean DEFAULT false,
    description text
);

CREATE TABLE public.recurringemail (
    id integer,
    formname text,
    format text,
    message text
);

CREATE TABLE public.recurringprint (
    id integer,
    formname text,
    format text,
    printer text
);

CREATE SEQUENCE public.referenceid
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE public.reference (
    id integer DEFAULT nextval('public.referenceid'::regclass) NOT NULL,
    code text,
    trans_id integer,
    description text,
    archive_id integer,
    login text,
    formname text,
    folder text
);

CREATE TABLE public.report (
    reportid integer DEFAULT nextval('public.id'::regclass) NOT NULL,
    reportcode text,
    reportdescription text,
    login text
);

CREATE TABLE public.reportvars (
    reportid integer NOT NULL,
    reportvariable text,
    reportvalue text
);

CREATE TABLE public.semaphore (
    id integer,
    login text,
    module text,
    expires character varying(10)
);

CREATE TABLE public.shipto (
    trans_id integer,
    shiptoname character varying(64),
    shiptoaddress1 character varying(32),
    shiptoaddress2 character varying(32),
    shiptocity character varying(32),
    shiptostate character varying(32),
    shiptozipcode character varying(10),
    shiptocountry character varying(32),
    shiptocontact character varying(64),
    shiptophone character varying(20),
    shiptofax character varying(20),
    shiptoemail text
);

CREATE TABLE public.sic (
    code character varying(6),
    sictype character(1),
    description text
);

CREATE TABLE public.status (
    trans_id integer,
    formname text,
    printed boolean DEFAULT false,
    emailed boolean DEFAULT false,
    spoolfile text
);

CREATE TABLE public.tax (
    chart_id integer,
    rate double precision,
    taxnumber text,
    validto date
);

CREATE TABLE public.translation (
    trans_id integer,
    language_code character varying(6),
    description text
);

CREATE TABLE public.vendor (
    id integer DEFAULT nextval('public.id'::regclass) NOT NULL,
    name character varying(64),
    contact character varying(64),
    phone character varying(20),
    fax character varying(20),
    email text,
    notes text,
    terms smallint DEFAULT 0,
    taxincluded boolean DEFAULT false,
    vendornumber character varying(32),
    cc text,
    bcc text,
    gifi_accno character varying(30),
    business_id integer,
    taxnumber character varying(32),
    sic_code character varying(6),
    discount real,
    creditlimit double precision DEFAULT 0,
    employee_id integer,
    language_code character varying(6),
    pricegroup_id integer,
    curr character(3),
    startdate date,
    enddate date,
    arap_accno_id integer,
    payment_accno_id integer,
    discount_accno_id integer,
    cashdiscount real,
    discountterms smallint,
    threshold double precision,
    paymentmethod_id integer,
    remittancevoucher boolean,
    prepayment_accno_id integer
);

CREATE TABLE public.vendortax (
    vendor_id integer,
    chart_id integer
);

CREATE TABLE public.vr (
    br_id integer,
    trans_id integer NOT NULL,
    id integer DEFAULT nextval('public.id'::regclass) NOT NULL,
    vouchernumber text
);

CREATE TABLE public.wage (
    id integer DEFAULT nextval('public.id'::regclass) NOT NULL,
    description text,
    amount double precision,
    defer integer,
    exempt boolean DEFAULT false,
    chart_id integer
);

CREATE TABLE public.warehouse (
    id integer DEFAULT nextval('public.id'::regclass),
    description text,
    rn integer
);

CREATE TABLE public.yearend (
    trans_id integer,
    transdate date
);

ALTER TABLE ONLY public.acsrole
    ADD CONSTRAINT acsrole_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.address
    ADD CONSTRAINT address_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.archive
    ADD CONSTRAINT archive_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.br
    ADD CONSTRAINT br_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.contact
    ADD CONSTRAINT contact_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.curr
    ADD CONSTRAINT curr_pkey PRIMARY KEY (curr);

ALTER TABLE ONLY public.customer
    ADD CONSTRAINT customer_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.deduction
    ADD CONSTRAINT deduction_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.employee
    ADD CONSTRAINT employee_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.invoice
    ADD CONSTRAINT invoice_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.mimetype
    ADD CONSTRAINT mimetype_pkey PRIMARY KEY (extension);

ALTER TABLE ONLY public.paymentmethod
    ADD CONSTRAINT paymentmethod_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reference
    ADD CONSTRAINT reference_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.report
    ADD CONSTRAINT report_pkey PRIMARY KEY (reportid);

ALTER TABLE ONLY public.vendor
    ADD CONSTRAINT vendor_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wage
    ADD CONSTRAINT wage_pkey PRIMARY KEY (id);

CREATE INDEX acc_trans_chart_id_key ON public.acc_trans USING btree (chart_id);

CREATE INDEX acc_trans_source_key ON public.acc_trans USING btree (lower(source));

CREATE INDEX acc_trans_trans_id_key ON public.acc_trans USING btree (trans_id);

CREATE INDEX acc_trans_transdate_key ON public.acc_trans USING btree (transdate);

CREATE INDEX ap_employee_id_key ON public.ap USING btree (employee_id);

CREATE INDEX ap_id_key ON public.ap USING btree (id);

CREATE INDEX ap_invnumber_key ON public.ap USING btree (invnumber);

CREATE INDEX ap_ordnumber_key ON public.ap USING btree (ordnumber);

CREATE INDEX ap_quonumber_key ON public.ap USING btree (quonumber);

CREATE INDEX ap_transdate_key ON public.ap USING btree (transdate);

CREATE INDEX ap_vendor_id_key ON public.ap USING btree (vendor_id);

CREATE INDEX ar_customer_id_key ON public.ar USING btree (customer_id);

CREATE INDEX ar_employee_id_key ON public.ar USING btree (employee_id);

CREATE INDEX ar_id_key ON public.ar USING btree (id);

CREATE INDEX ar_invnumber_key ON public.ar USING btree (invnumber);

CREATE INDEX ar_ordnumber_key ON public.ar USING btree (ordnumber);

CREATE INDEX ar_quonumber_key ON public.ar USING btree (quonumber);

CREATE INDEX ar_transdate_key ON public.ar USING btree (transdate);

CREATE INDEX assembly_id_key ON public.assembly USING btree (id);

CREATE INDEX audittrail_trans_id_key ON public.audittrail USING btree (trans_id);

CREATE INDEX cargo_id_key ON public.cargo USING btree (id, trans_id);

CREATE UNIQUE INDEX chart_accno_key ON public.chart USING btree (accno);

CREATE INDEX chart_category_key ON public.chart USING btree (category);

CREATE INDEX chart_gifi_accno_key ON public.chart USING btree (gifi_accno);

CREATE INDEX chart_id_key ON public.chart USING btree (id);

CREATE INDEX chart_link_key ON public.chart USING btree (link);

CREATE INDEX customer_contact_key ON public.customer USING btree (lower((contact)::text));

CREATE INDEX customer_customer_id_key ON public.customertax USING btree (customer_id);

CREATE INDEX customer_customernumber_key ON public.customer USING btree (customernumber);

CREATE INDEX customer_name_key ON public.customer USING btree (lower((name)::text));

CREATE INDEX department_id_key ON public.department USING btree (id);

CREATE UNIQUE INDEX employee_login_key ON public.employee USING btree (login);

CREATE INDEX employee_name_key ON public.employee USING btree (lower((name)::text));

CREATE INDEX exchangerate_ct_key ON public.exchangerate USING btree (curr, transdate);

CREATE UNIQUE INDEX gifi_accno_key ON public.gifi USING btree (accno);

CREATE INDEX gl_description_key ON public.gl USING btree (lower(description));

CREATE INDEX gl_employee_id_key ON public.gl USING btree (employee_id);

CREATE INDEX gl_id_key ON public.gl USING btree (id);

CREATE INDEX gl_reference_key ON public.gl USING btree (reference);

CREATE INDEX gl_transdate_key ON public.gl USING btree (transdate);

CREATE INDEX inventory_parts_id_key ON public.inventory USING btree (parts_id);

CREATE INDEX invoice_trans_id_key ON public.invoice USING btree (trans_id);

CREATE INDEX jcitems_id_key ON public.jcitems USING btree (id);

CREATE UNIQUE INDEX language_code_key ON public.language USING btree (code);

CREATE INDEX makemodel_make_key ON public.makemodel USING btree (lower(make));

CREATE INDEX makemodel_model_key ON public.makemodel USING btree (lower(model));

CREATE INDEX makemodel_parts_id_key ON public.makemodel USING btree (parts_id);

CREATE INDEX oe_employee_id_key ON public.oe USING btree (employee_id);

CREATE INDEX oe_id_key ON public.oe USING btree (id);

CREATE INDEX oe_ordnumber_key ON public.oe USING btree (ordnumber);

CREATE INDEX oe_transdate_key ON public.oe USING btree (transdate);

CREATE INDEX orderitems_trans_id_key ON public.orderitems USING btree (trans_id);

CREATE INDEX parts_description_key ON public.parts USING btree (lower(description));

CREATE INDEX parts_id_key ON public.parts USING btree (id);

CREATE INDEX parts_partnumber_key ON public.parts USING btree (lower(partnumber));

CREATE INDEX partscustomer_customer_id_key ON public.partscustomer USING btree (customer_id);

CREATE INDEX partscustomer_parts_id_key ON public.partscustomer USING btree (parts_id);

CREATE INDEX partsgroup_id_key ON public.partsgroup USING btree (id);

CREATE UNIQUE INDEX partsgroup_key ON public.partsgroup USING btree (partsgroup);

CREATE INDEX partstax_parts_id_key ON public.partstax USING btree (parts_id);

CREATE INDEX partsvendor_parts_id_key ON public.partsvendor USING btree (parts_id);

CREATE INDEX partsvendor_vendor_id_key ON public.partsvendor USING btree (vendor_id);

CREATE INDEX pricegroup_id_key ON public.pricegroup USING btree (id);

CREATE INDEX pricegroup_pricegroup_key ON public.pricegroup USING btree (pricegroup);

CREATE INDEX project_id_key ON public.project USING btree (id);

CREATE UNIQUE INDEX projectnumber_key ON public.project USING btree (projectnumber);

CREATE INDEX shipto_trans_id_key ON public.shipto USING btree (trans_id);

CREATE INDEX status_trans_id_key ON public.status USING btree (trans_id);

CREATE INDEX translation_trans_id_key ON public.translation USING btree (trans_id);

CREATE INDEX vendor_contact_key ON public.vendor USING btree (lower((contact)::text));

CREATE INDEX vendor_name_key ON public.vendor USING btree (lower((name)::text));

CREATE INDEX vendor_vendornumber_key ON public.vendor USING btree (vendornumber);

CREATE INDEX vendortax_vendor_id_key ON public.vendortax USING btree (vendor_id);

ALTER TABLE ONLY public.archivedata
    ADD CONSTRAINT archivedata_archive_id_fkey FOREIGN KEY (archive_id) REFERENCES public.archive(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.vr
    ADD CONSTRAINT vr_br_id_fkey FOREIGN KEY (br_id) REFERENCES public.br(id) ON DELETE CASCADE;
