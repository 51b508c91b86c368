using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable RecognitionPolicies =
        RegisterTable.Of<RecognitionPolicyRow>("recognition_policies", RegisterMatter.Everybody);
}

/// <summary>How one fiscal year recognises agreements signed in it.</summary>
public sealed class RecognitionPolicyRow : IRegisterRow
{
    public long Id { get; set; }
    public int FiscalYear { get; set; }
    public required string Standard { get; set; }
    public ConditionalTreatment Treatment { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}
