namespace FundsLedger.Domain.Ledger;

/// <summary>One line of a chart of accounts to be seeded.</summary>
public sealed record ChartLine(string Code, string NameEn, string NameFr, AccountKind Kind, AccountRole Role = AccountRole.None,
    string? Currency = null);

/// <summary>The charts that new books start with. They are data: later accounts are added by a form.</summary>
public static class Chart
{
    /// <summary>Contributions receivable: what signed agreements entitle the fund to and what has not arrived.</summary>
    public const string Receivable = "1100";

    /// <summary>Conditional contributions whose money has arrived: withheld until the condition is met.</summary>
    public const string Deferred = "2100";

    /// <summary>Conditional contributions whose money has not arrived: unlike 2100 it withholds no cash.</summary>
    public const string DeferredUnpaid = "2110";

    /// <summary>Contributions to be returned: refused, unspent or paid too much; withheld until two people pay them back.</summary>
    public const string ToReturn = "2200";

    /// <summary>Advances and prepayments.</summary>
    public const string Advances = "1200";

    /// <summary>Due to other funds: withheld until it moves.</summary>
    public const string DueToFunds = "2400";

    /// <summary>Processor fees.</summary>
    public const string ProcessorFees = "5920";

    /// <summary>Payables: what the fund owes for services rendered.</summary>
    public const string Payables = "2010";

    /// <summary>Payments sent to the bank which it has not executed: withheld until it says so.</summary>
    public const string PaymentsSent = "2020";

    /// <summary>Unidentified receipts: where money waits whose donor is not known yet.</summary>
    public const string Unidentified = "2900";

    /// <summary>Contributions of States and their agencies.</summary>
    public const string StateContributions = "4010";

    /// <summary>Contributions of all other donors.</summary>
    public const string OtherContributions = "4020";

    /// <summary>Interest.</summary>
    public const string Interest = "4100";

    /// <summary>Exchange gains.</summary>
    public const string ExchangeGains = "4200";

    /// <summary>Recoveries: what persons pay back of earlier years' expenses.</summary>
    public const string Recoveries = "4300";

    /// <summary>Exchange losses.</summary>
    public const string ExchangeLosses = "5930";

    /// <summary>Contributions written off.</summary>
    public const string WrittenOff = "5940";

    /// <summary>Pledges announced (memorandum).</summary>
    public const string PledgesAnnounced = "8010";

    /// <summary>The other side of every pledge (memorandum).</summary>
    public const string PledgesContra = "8011";

    /// <summary>Pledges confirmed in writing (memorandum).</summary>
    public const string PledgesConfirmed = "8012";

    /// <summary>Pledges under signed agreements (memorandum).</summary>
    public const string PledgesSigned = "8013";

    /// <summary>Designated to purposes outside this ledger (memorandum, in the book of pledges not yet designated).</summary>
    public const string PledgesOutside = "8015";

    /// <summary>Open pledges by how firm they are, least firm first; codes sort by firmness.</summary>
    public static readonly IReadOnlyList<string> PledgeStages = [PledgesAnnounced, PledgesConfirmed, PledgesSigned];

    /// <summary>The revenue account of a donor.</summary>
    public static string IncomeOf(DonorType type) => type is DonorType.State or DonorType.Agency ? StateContributions : OtherContributions;

    private static readonly ChartLine[] BalanceSheet =
    [
        new("1010", "Bank, EUR", "Banque, EUR", AccountKind.Asset, AccountRole.Cash, "EUR"),
        new("1011", "Bank, USD", "Banque, USD", AccountKind.Asset, AccountRole.Cash, "USD"),
        new("1012", "Bank, GBP", "Banque, GBP", AccountKind.Asset, AccountRole.Cash, "GBP"),
        new("1013", "Bank, CHF", "Banque, CHF", AccountKind.Asset, AccountRole.Cash, "CHF"),
        new("1050", "Card processor clearing", "Compte d’attente du prestataire de cartes", AccountKind.Asset, AccountRole.Cash),
        new("1100", "Contributions receivable", "Contributions à recevoir", AccountKind.Asset),
        new("1190", "Allowance on receivables", "Dépréciation des créances", AccountKind.Asset),
        new("1200", "Advances and prepayments", "Avances et paiements anticipés", AccountKind.Asset),
        new("1300", "Recoverable from persons", "Sommes recouvrables auprès de personnes", AccountKind.Asset),
        new("1400", "Due from other funds", "À recevoir d’autres fonds", AccountKind.Asset),
        new("2010", "Payables", "Dettes", AccountKind.Liability, AccountRole.Withheld),
        new("2015", "Accrued expenses, estimated", "Charges à payer, estimées", AccountKind.Liability, AccountRole.Withheld),
        new("2020", "Payments sent, not yet at the bank", "Paiements transmis, pas encore exécutés par la banque", AccountKind.Liability,
            AccountRole.Withheld),
        new("2100", "Deferred contributions", "Contributions différées", AccountKind.Liability, AccountRole.Withheld),
        new("2110", "Deferred contributions not yet received", "Contributions différées non encore reçues", AccountKind.Liability),
        new("2200", "Contributions to return", "Contributions à restituer", AccountKind.Liability, AccountRole.Withheld),
        new("2400", "Due to other funds", "À verser à d’autres fonds", AccountKind.Liability, AccountRole.Withheld),
        new("2900", "Unidentified receipts", "Encaissements non identifiés", AccountKind.Liability, AccountRole.Withheld),
        new("3010", "Accumulated balance: unrestricted", "Solde cumulé : sans affectation", AccountKind.NetAssets),
        new("3020", "Accumulated balance: restricted", "Solde cumulé : avec affectation", AccountKind.NetAssets),
        new("4010", "Contributions: States", "Contributions : États", AccountKind.Revenue),
        new("4020", "Contributions: other donors", "Contributions : autres donateurs", AccountKind.Revenue),
        new("4100", "Interest", "Intérêts", AccountKind.Revenue),
        new("4200", "Exchange gains", "Gains de change", AccountKind.Revenue),
        new("4300", "Recoveries", "Recouvrements", AccountKind.Revenue),
    ];

    private static readonly ChartLine[] Support =
    [
        new("5900", "Programme support", "Appui au programme", AccountKind.Expense),
        new("5910", "Bank charges", "Frais bancaires", AccountKind.Expense),
        new("5920", "Processor fees", "Frais du prestataire de cartes", AccountKind.Expense),
        new("5930", "Exchange losses", "Pertes de change", AccountKind.Expense),
        new("5940", "Contributions written off", "Contributions passées en perte", AccountKind.Expense),
        new("5945", "Receivables unlikely to be paid", "Créances à recouvrement improbable", AccountKind.Expense),
        new("5950", "Refunds of earlier years’ contributions", "Remboursements de contributions d’années antérieures",
            AccountKind.Expense),
        new("5960", "Irrecoverable from persons", "Sommes irrécouvrables auprès de personnes", AccountKind.Expense),
    ];

    private static readonly ChartLine[] Memorandum =
    [
        new("8010", "Pledges", "Annonces de contributions", AccountKind.Memorandum, AccountRole.Pledges),
        new("8011", "Pledges, contra", "Annonces de contributions, contrepartie", AccountKind.Memorandum),
        new("8012", "Pledges confirmed in writing", "Annonces confirmées par écrit", AccountKind.Memorandum, AccountRole.Pledges),
        new("8013", "Pledges under signed agreements", "Annonces faisant l’objet d’un accord signé", AccountKind.Memorandum,
            AccountRole.Pledges),
        new("8020", "Commitments", "Engagements", AccountKind.Memorandum, AccountRole.Commitments),
        new("8021", "Commitments, contra", "Engagements, contrepartie", AccountKind.Memorandum),
    ];

    /// <summary>The fund's bank account in EUR: where payments leave unless another is named.</summary>
    public const string Bank = "1010";

    /// <summary>Accumulated balance, unrestricted: all money of these funds is given for their purpose, and nothing comes here.</summary>
    public const string UnrestrictedBalance = "3010";

    /// <summary>Accumulated balance, restricted: where a year is closed to.</summary>
    public const string RestrictedBalance = "3020";

    /// <summary>Refunds of earlier years' contributions: no negative revenue of this year.</summary>
    public const string EarlierYearsRefunded = "5950";

    /// <summary>Allowance on receivables: what of them is unlikely to be paid, below zero.</summary>
    public const string ReceivableAllowance = "1190";

    /// <summary>Receivables unlikely to be paid: what an allowance costs.</summary>
    public const string Impairment = "5945";

    /// <summary>Due from other funds: a transfer that was decided and has not moved.</summary>
    public const string DueFromFunds = "1400";

    /// <summary>Bank charges.</summary>
    public const string BankCharges = "5910";

    /// <summary>Programme support.</summary>
    public const string ProgrammeSupport = "5900";

    /// <summary>Recoverable from persons.</summary>
    public const string FromPersons = "1300";

    /// <summary>Commitments (memorandum).</summary>
    public const string Commitments = "8020";

    /// <summary>The other side of every commitment (memorandum).</summary>
    public const string CommitmentsContra = "8021";

    /// <summary>Trust Fund for Family Visits: its expenses are the cost lines of a visit.</summary>
    public static IReadOnlyList<ChartLine> FamilyVisits { get; } =
    [
        .. BalanceSheet,
        new("5010", "Travel", "Voyages", AccountKind.Expense),
        new("5020", "Accommodation", "Hébergement", AccountKind.Expense),
        new("5030", "Daily allowance", "Indemnité journalière", AccountKind.Expense),
        new("5040", "Visas and documents", "Visas et documents", AccountKind.Expense),
        new("5050", "Insurance", "Assurance", AccountKind.Expense),
        new("5060", "Local transport", "Transports locaux", AccountKind.Expense),
        .. Support, .. Memorandum,
    ];

    /// <summary>Special Fund for Relocations: two expenses only, because more would tell of a case.</summary>
    public static IReadOnlyList<ChartLine> Relocations { get; } =
    [
        .. BalanceSheet,
        new("5110", "Relocation support", "Appui à la réinstallation", AccountKind.Expense),
        new("5120", "Capacity building", "Renforcement des capacités", AccountKind.Expense),
        .. Support, .. Memorandum,
    ];

    /// <summary>Pledges announced as one sum for several purposes: held here until designated. Memorandum accounts only, so this book can
    /// never hold money.</summary>
    public static IReadOnlyList<ChartLine> UmbrellaPledges { get; } =
    [
        new("8010", "Pledges not yet designated", "Annonces non encore affectées", AccountKind.Memorandum, AccountRole.Pledges),
        new("8011", "Pledges, contra", "Annonces de contributions, contrepartie", AccountKind.Memorandum),
        new("8012", "Pledges not yet designated, confirmed in writing", "Annonces non encore affectées, confirmées par écrit",
            AccountKind.Memorandum, AccountRole.Pledges),
        new("8015", "Designated to purposes outside this ledger", "Affectées à des fins hors de ce grand livre", AccountKind.Memorandum),
    ];
}
