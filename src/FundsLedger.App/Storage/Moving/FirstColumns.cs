using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

/// <summary>The columns that the first log sealed of each register, in its order. Fixed for ever: books of that time are verified with them
/// before they are sealed again.</summary>
internal static class FirstColumns
{
    private static readonly Dictionary<string, string> Columns = new(StringComparer.Ordinal)
    {
        ["accounts"] = "id,fund_id,code,name_en,name_fr,kind,role,currency",
        ["agreements"] =
            "code,donor,pledge,fund_id,signed_on,currency,amount_minor,rate_billionths,"
            + "treatment,earmark,reporting,notice_days,returns_balance,reference,recorded_at,entry_seq",
        ["alert_events"] = "id,fund_id,kind,episode,step,measure,note,recorded_at,actor_id,actor_name",
        ["alert_rules"] = "id,fund_id,kind,fires_at,clears_below,escalates_at,pass_on_after_days,is_on,recorded_at,actor_id,actor_name",
        ["approvals_asked"] = "id,kind,subject,input,reason,idempotency_key,recorded_at,actor_id,actor_name",
        ["approvals_decided"] = "id,is_approved,reason,entry_seq,recorded_at,actor_id,actor_name",
        ["audit_digests"] = "id,first_row,last_row,digest,at",
        ["bank_accounts"] = "code,account_id,number,currency,name,starts_on,opening_minor,recorded_at,actor_id,actor_name",
        ["bank_mappings"] = "code,layout,recorded_at,actor_id,actor_name",
        ["bank_matches"] = "id,group_key,line_id,entry_seq,kind,reason,recorded_at,actor_id,actor_name",
        ["bank_rules"] = "id,bank_account,party_account,donor,recorded_at,actor_id,actor_name",
        ["bank_statements"] =
            "id,bank_account,number,currency,reference,sequence,opened_on,opening_minor,closed_on,closing_minor,first_line,"
            + "line_count,content_hash,lines_hash,outcome,faults,difference_minor,file_name,at_line,recorded_at,actor_id,actor_name",
        ["books"] = "id,ledger_id,is_demo,functional_currency,created_at",
        ["commitments"] = "code,fund_id,request,amount_eur,committed_on,expires_on,entry_seq",
        ["donor_profiles"] = "id,donor,parent,language,is_confidential,is_under_review,review_reason,recorded_at,actor_id,actor_name",
        ["donors"] = "code,name,type,language,is_synthetic",
        ["forecast_scores"] = "id,forecast_id,months,content,recorded_at",
        ["forecasts"] = "id,fund_id,as_of,ledger_head,model_version,seed,horizon_months,paths,content,recorded_at,actor_id,actor_name",
        ["fund_settings"] =
            "id,fund_id,valid_from,is_protected,smallest_useful_commitment,"
            + "continuing_support_reserve,lead_time_months,recorded_at,actor_id,actor_name",
        ["funds"] = "id,code,name_en,name_fr,is_umbrella",
        ["gift_decisions"] = "id,offer,decision,date,reason,pledge,recorded_at,actor_id,actor_name",
        ["gift_offers"] =
            "code,donor,fund_id,offered_on,currency,amount_minor,"
            + "rate_billionths,description,source,idempotency_key,recorded_at,actor_id,actor_name",
        ["instalment_events"] = "id,agreement,number,kind,date,amount_minor,evidence,entry_seq",
        ["instalments"] = "id,agreement,number,due_on,condition",
        ["log_heads"] = "size,root,at,key_id,signature",
        ["log_keys"] = "key_id,public_key",
        ["period_events"] = "id,fund_id,action,closed_through,reason,actor_id,actor_name,second_actor_id,second_actor_name,recorded_at",
        ["pledge_events"] = "id,pledge,kind,date,amount_minor,fund_id,purpose,expected_on,entry_seq",
        ["pledges"] = "code,donor,announced_on,currency,amount_minor,description,source,recorded_at",
        ["rates"] = "id,currency,date,billionths,source,actor_id,actor_name,recorded_at",
        ["receipts"] =
            "code,fund_id,donor,pledge,received_on,currency,"
            + "amount_minor,eur_minor,rate_billionths,rate_date,rate_source,reference,entry_seq",
        ["recognition_policies"] = "id,fiscal_year,standard,treatment,recorded_at,actor_id,actor_name",
        ["reconciliations"] =
            "id,bank_account,account_id,statement_id,through,bank_minor,ledger_minor,"
            + "outstanding_minor,step,actor_id,actor_name,second_actor_id,second_actor_name,recorded_at",
        ["reminders"] = "id,donor,language,as_of,items,text_hash,recorded_at,actor_id,actor_name",
        ["visit_requests"] = "code,fund_id,detainee_code,visitor_count,relation_classes,window_from,window_to,asked_eur,received_on",
    };

    /// <summary>The columns of a register; those of one that came later: none.</summary>
    public static IReadOnlyList<string> Of(string table) => Columns.TryGetValue(table, out var columns) ? columns.Split(',') : [];

    /// <summary>Writes the leaf data of a row as the first log had it, in one part.</summary>
    public static void WriteLeaf(CanonicalWriter leaf, RegisterTable table, ReadOnlySpan<byte> salt, IReadOnlyList<object?> stored)
    {
        leaf.Reset();
        leaf.Text("fundsledger register v1");
        leaf.Bytes(salt);
        leaf.Text(table.Name);
        leaf.List(stored.Count);
        foreach (var value in stored) table.WriteValue(leaf, value);
    }
}
