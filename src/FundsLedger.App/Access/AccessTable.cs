using System.Collections.Concurrent;
using System.Collections.Frozen;
using FundsLedger.Domain;

namespace FundsLedger.App.Access;

/// <summary>Who may do what, and how far: the only source for pages, endpoints, files, links and counts. What is not listed is
/// refused.</summary>
public static class AccessTable
{
    // "all" everything · "own" of the donor one speaks for · "open" funds that are not protected · "protected" only those · "–" not at all.
    // A column is headed by the first word of its role's code; "anyone" in the first one needs no sign-in. An outsider (facilitator, State
    // representative) never has "all" on anything with figures.
    // Only the auditor reads the audit log: when relocation records were opened tells when something moved.
    private const string Text =
        """
        operation          recorder  certifying approving bank   protection auditor facilitator state  administrator
        read_public        anyone    anyone     anyone    anyone anyone     anyone  anyone      anyone anyone
        sign_in            anyone    anyone     anyone    anyone anyone     anyone  anyone      anyone anyone
        own_account        all       all        all       all    all        all     all         all    all
        read_home          all       all        all       all    protected  all     open        own    all
        read_funds         all       all        all       all    protected  all     open        open   –
        read_forecasts     all       all        all       –      protected  all     open        –      –
        read_alerts        all       all        all       –      protected  all     open        –      –
        acknowledge_alerts all       all        all       –      –          –       open        –      –
        read_briefing      open      open       open      –      –          open    open        –      –
        read_pledges       all       all        all       –      –          all     –           own    –
        offer_pledge       all       –          –         –      –          –       –           own    –
        announce_pledge    all       –          –         –      –          –       –           –      –
        manage_pledges     all       –          –         –      –          –       –           –      –
        read_agreements    all       all        all       –      –          all     –           own    –
        manage_agreements  all       –          –         –      –          –       –           –      –
        read_approvals     all       all        all       all    –          all     –           –      –
        sign_requests      all       all        all       all    –          –       –           –      –
        decide_approvals   –         –          all       –      –          –       –           –      –
        read_ageing        all       all        all       –      –          all     –           own    –
        draft_reminders    all       –          –         –      –          –       –           –      –
        read_offers        all       all        all       –      –          all     –           own    –
        manage_offers      all       –          –         –      –          –       –           –      –
        read_receipts      all       all        all       –      –          all     –           own    –
        record_receipts    all       –          –         –      –          –       –           –      –
        read_returns       all       all        all       –      –          all     –           –      –
        pay_back           all       –          –         –      –          –       –           –      –
        read_bank          all       all        all       all    –          all     –           –      –
        record_bank        all       –          –         –      –          –       –           –      –
        approve_bank       –         all        all       –      –          –       –           –      –
        read_donors        all       all        all       –      –          all     –           own    –
        manage_donors      all       –          –         –      –          –       –           –      –
        read_statements    all       all        all       –      –          all     –           own    –
        issue_statements   –         all        –         –      –          –       –           –      –
        read_commitments   all       all        all       open   protected  all     –           –      –
        make_commitments   all       –          –         –      protected  –       –           –      –
        read_payments      open      open       open      open   –          open    –           –      –
        manage_payees      open      –          –         –      –          –       –           –      –
        draft_payments     open      –          –         –      –          –       –           –      –
        certify_payments   –         open       –         –      –          –       –           –      –
        approve_payments   –         –          open      –      –          –       –           –      –
        transmit_payments  –         –          –         open   –          –       –           –      –
        settle_relocations protected –          –         –      protected  –       –           –      –
        submit_requests    all       –          –         –      –          –       –           –      –
        decide_requests    open      open       –         –      –          –       –           –      –
        read_publications  protected protected  protected –      –          protected –         –      –
        draft_publications protected –          –         –      –          –       –           –      –
        certify_publications –       protected  –         –      –          –       –           –      –
        approve_publications –       –          protected –      –          –       –           –      –
        read_journal       all       all        all       –      –          all     –           –      –
        export_journal     all       all        all       –      –          all     –           –      –
        ask_reversals      all       –          all       –      –          –       –           –      –
        reverse_entries    –         –          all       –      –          –       –           –      –
        read_accounts      all       all        all       –      –          all     –           –      –
        manage_accounts    all       –          –         –      –          –       –           –      –
        read_periods       all       all        all       –      –          all     –           –      –
        close_periods      –         all        all       –      –          –       –           –      –
        read_rates         all       all        all       –      all        all     –           –      all
        enter_rates        all       –          –         –      –          –       –           –      all
        read_checks        all       all        all       –      –          all     –           –      all
        read_audit         –         –          –         –      –          all     –           –      –
        read_people        –         –          –         –      –          all     –           –      all
        manage_people      –         –          –         –      –          –       –           –      all
        read_settings      all       all        all       all    –          all     –           –      all
        change_settings    –         –          –         –      –          –       –           –      all
        read_system        –         –          –         –      –          all     –           –      all
        use_api            all       all        all       all    all        all     all         all    all
        manage_tokens      all       all        all       all    all        all     all         all    all
        """;

    /// <summary>The roles whose holders must sign in with a second factor. Outsiders may; everybody inside the Registry must.</summary>
    public static readonly FrozenSet<Role> NeedSecondFactor =
        [Role.Recorder, Role.CertifyingOfficer, Role.ApprovingOfficer, Role.BankSignatory, Role.ProtectionOfficer, Role.Auditor,
            Role.Administrator];

    /// <summary>Roles outside the Registry: of a protected fund they see their own lines or nothing.</summary>
    public static readonly FrozenSet<Role> Outsiders = [Role.Facilitator, Role.StateRepresentative];

    /// <summary>Roles that are given for named funds or for all; every other role is for all funds.</summary>
    public static readonly FrozenSet<Role> CarryFunds =
        [Role.Recorder, Role.CertifyingOfficer, Role.ApprovingOfficer, Role.BankSignatory, Role.ProtectionOfficer];

    /// <summary>Acts before which somebody who signed in a while ago must confirm who they are.</summary>
    public static readonly FrozenSet<Operation> NeedFreshSignIn =
        [Operation.ManagePeople, Operation.ChangeSettings, Operation.ManageTokens];

    private static readonly FrozenSet<Operation> Anyones;
    private static readonly FrozenDictionary<(Operation, Role), Scope> Rows;
    private static readonly ConcurrentDictionary<(Operation, int), FrozenSet<Scope>> Together = new();

    static AccessTable()
    {
        var lines = Text.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        var roles = lines[0][1..].Select(RoleOf).ToList();
        Rows = lines[1..]
            .SelectMany(
                line =>
                    roles.Zip(line[1..], (role, scope) => KeyValuePair.Create((ClosedSet<Operation>.Of(line[0]), role), ScopeOf(scope))))
                        .ToFrozenDictionary();
        Anyones = lines[1..].Where(line => line[1] == "anyone").Select(line => ClosedSet<Operation>.Of(line[0])).ToFrozenSet();
    }

    /// <summary>True when the operation needs no sign-in.</summary>
    public static bool IsAnyones(Operation operation) => Anyones.Contains(operation);

    /// <summary>How far several roles together may go: worked out once for each set of roles, because every link of a page asks.</summary>
    public static FrozenSet<Scope> Of(Operation operation, FrozenSet<Role> roles)
    {
        var key = 0;
        foreach (var role in roles) key |= 1 << (int)role;
        return Together.GetOrAdd((operation, key),
            _ => roles.Select(role => Of(operation, role)).Where(scope => scope != Scope.None).ToFrozenSet());
    }

    /// <summary>How far a role may go.</summary>
    public static Scope Of(Operation operation, Role role) => Rows.GetValueOrDefault((operation, role));

    private static Role RoleOf(string heading) =>
        Enum.GetValues<Role>().Single(role => ClosedSet<Role>.Code(role).StartsWith(heading, StringComparison.Ordinal));

    private static Scope ScopeOf(string word) => word switch
    {
        "–" => Scope.None,
        "anyone" => Scope.All,
        _ => ClosedSet<Scope>.Of(word),
    };
}
