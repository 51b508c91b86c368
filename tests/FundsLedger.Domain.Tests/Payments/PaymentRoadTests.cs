using FundsLedger.Domain.Payments;
using Xunit;

namespace FundsLedger.Domain.Tests.Payments;

public sealed class PaymentRoadTests
{
    private const long Cents = 700_50;

    private static readonly PaymentEventKind[] Kinds = Enum.GetValues<PaymentEventKind>();

    [Fact]
    public void A_stage_follows_from_what_happened()
    {
        foreach (var (events, stage) in ((PaymentEventKind[], PaymentStage)[])[([], PaymentStage.Drafted),
            ([PaymentEventKind.Certified], PaymentStage.Certified), ([PaymentEventKind.Certified, PaymentEventKind.Withdrawn],
            PaymentStage.Withdrawn), ([PaymentEventKind.Certified, PaymentEventKind.Sent], PaymentStage.Sent),
            ([PaymentEventKind.Certified, PaymentEventKind.Sent, PaymentEventKind.Executed], PaymentStage.Executed),
            ([PaymentEventKind.Certified, PaymentEventKind.Sent, PaymentEventKind.Executed, PaymentEventKind.Returned],
            PaymentStage.Returned), ([PaymentEventKind.Certified, PaymentEventKind.Sent, PaymentEventKind.Rejected],
            PaymentStage.Rejected)])
            Assert.Equal(stage, PaymentRoad.StageOf(new PaymentTrail(1, events.ToHashSet(), false, false)));
        HashSet<PaymentEventKind> certified = [PaymentEventKind.Certified];
        Assert.Equal((PaymentStage.Approved, PaymentStage.Batched), (PaymentRoad.StageOf(new PaymentTrail(1, certified, true, false)),
            PaymentRoad.StageOf(new PaymentTrail(1, certified, true, true))));
    }

    /// <summary>Claims live on at random beside a model that keeps plain balances: whatever the road allows leaves accounts as it says, and
    /// no claim is ever paid twice.</summary>
    [Fact]
    public void On_random_roads_the_accounts_hold_what_the_stage_says_and_nothing_is_paid_twice()
    {
        var dice = new Random(7);
        var ends = new HashSet<PaymentStage>();
        for (var claim = 0; claim < 3_000; claim++)
        {
            var model = new Model();
            var trail = new PaymentTrail(1, new HashSet<PaymentEventKind>(), false, false);
            for (var step = 0; step < 14; step++)
            {
                if (dice.Next(4) == 0 && PaymentRoad.TakesAnother(trail))
                    trail = new PaymentTrail(trail.Attempt + 1, new HashSet<PaymentEventKind>(), false, false);
                else if (dice.Next(3) == 0 && PaymentRoad.StageOf(trail) == PaymentStage.Certified) trail = trail
                    with { IsApproved = true };
                else if (dice.Next(3) == 0 && PaymentRoad.StageOf(trail) == PaymentStage.Approved) trail = trail with { IsBatched = true };
                else
                {
                    var kind = Kinds[dice.Next(Kinds.Length)];
                    if (!PaymentRoad.May(trail, kind)) continue;
                    model.Post(kind, trail.Attempt, trail.Events.Contains(PaymentEventKind.Certified));
                    trail = trail with { Events = trail.Events.Append(kind).ToHashSet() };
                }
                Assert.Equal((model.Owed, model.Sent), (PaymentRoad.BalanceOf(trail, Cents).Owed, PaymentRoad.BalanceOf(trail,
                    Cents).Sent));
                Assert.True(model.Owed >= 0 && model.Sent >= 0 && model.Paid is >= 0 and <= Cents && model.Expense is >= 0 and <= Cents);
                // Everything that was an expense is owed, on its way, or paid.
                Assert.Equal(model.Expense, model.Owed + model.Sent + model.Paid);
                ends.Add(PaymentRoad.StageOf(trail));
            }
        }
        Assert.Equal(Enum.GetValues<PaymentStage>().Length, ends.Count);
    }

    private sealed class Model
    {
        public long Expense { get; private set; }
        public long Owed { get; private set; }
        public long Sent { get; private set; }
        public long Paid { get; private set; }

        public void Post(PaymentEventKind kind, int attempt, bool isCertified)
        {
            switch (kind)
            {
                case PaymentEventKind.Certified when attempt == 1: (Expense, Owed) = (Expense + Cents, Owed + Cents); break;
                case PaymentEventKind.Withdrawn when attempt == 1 && isCertified:
                case PaymentEventKind.Abandoned: (Expense, Owed) = (Expense - Cents, Owed - Cents); break;
                case PaymentEventKind.Sent: (Owed, Sent) = (Owed - Cents, Sent + Cents); break;
                case PaymentEventKind.Executed: (Sent, Paid) = (Sent - Cents, Paid + Cents); break;
                case PaymentEventKind.Rejected: (Sent, Owed) = (Sent - Cents, Owed + Cents); break;
                case PaymentEventKind.Returned: (Paid, Owed) = (Paid - Cents, Owed + Cents); break;
                case PaymentEventKind.Certified or PaymentEventKind.Withdrawn: break;
                default: throw new ArgumentOutOfRangeException(nameof(kind));
            }
        }
    }
}
