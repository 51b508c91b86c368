using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Storage;
using FundsLedger.Domain;

namespace FundsLedger.App.Features.Demo;

/// <summary>How often a donor gives.</summary>
internal enum Habit { Yearly, EverySecondYear, Once, WithoutPledge }

/// <summary>How a donor keeps a pledge.</summary>
internal enum Manner { OnTime, Late, InParts, SometimesWithdraws }

/// <summary>A donor of the demonstration; the weights are its usual gift to each fund in thousands of EUR.</summary>
internal sealed record DemoDonor(string Code, string Name, DonorType Type, string Language, Currency Currency, int Visits, int Relocations,
    Habit Habit, Manner Manner, bool IsUmbrella = false);

/// <summary>Forty donors that do not exist and are called so.</summary>
internal static class DemoDonors
{
    public static IReadOnlyList<DemoDonor> Make(DemoDice dice)
    {
        var donors = new List<DemoDonor>();
        for (var index = 0; index < 18; index++) donors.Add(State(dice, index));
        for (var index = 0; index < 6; index++)
        {
            var state = donors[index];
            donors.Add(
                new($"SYN-{Letter(index)}1", $"Agency {Letter(index)}1 (synthetic)", DonorType.Agency, state.Language, state.Currency,
                    dice.Between(4, 15), 0, Habit.EverySecondYear, Manner.OnTime));
        }
        for (var index = 0; index < 2; index++)
            Add("O", "Organisation", DonorType.InternationalOrganisation, index, dice.Between(10, 20), dice.Between(40, 80), Habit.Yearly);
        for (var index = 0; index < 6; index++)
            Add("F", "Foundation", DonorType.Ngo, index, dice.Between(3, 14), 0, dice.OneOf(Habit.Yearly, Habit.Once));
        for (var index = 0; index < 4; index++) Add("N", "Association", DonorType.Ngo, index, dice.Between(2, 6), 0, Habit.WithoutPledge);
        for (var index = 0; index < 2; index++) Add("C", "Company", DonorType.Company, index, dice.Between(3, 8), 0, Habit.Once);
        for (var index = 0; index < 2; index++) Add("P", "Person", DonorType.Person, index, 1, 0, Habit.WithoutPledge);
        return donors;

        void Add(string letter, string kind, DonorType type, int index, int visits, int relocations, Habit habit) => donors.Add(new(
            $"SYN-{letter}{letter}{index + 1}", $"{kind} {Letter(index)} (synthetic)", type, index % 3 == 1 ? "fr" : "en",
            index == 1 ? Currency.Of("CHF") : Currency.Eur, visits, relocations, habit, Manner.OnTime));
    }

    public static void Note(DemoDiary diary, DateOnly start, IReadOnlyList<DemoDonor> donors) =>
        diary.Note(start, Desk.Recorder, async session =>
    {
        foreach (var donor in donors)
            (await AddDonor.ApplyAsync(session, new(donor.Code, donor.Name, donor.Type, donor.Language, IsSynthetic: true))).OrThrow();
    });

    private static DemoDonor State(DemoDice dice, int index)
    {
        var currency = Currency.Of(index switch { 2 or 9 => "USD", 4 => "GBP", 6 or 13 => "CHF", _ => "EUR" });
        var habit = index < 10 ? Habit.Yearly : index < 15 ? Habit.EverySecondYear : Habit.Once;
        var manner = index switch { 0 or 1 or 5 or 9 or 12 => Manner.OnTime, 2 or 6 or 11 or 16 => Manner.Late,
            3 or 8 or 14 => Manner.InParts, 7 or 15 => Manner.SometimesWithdraws, _ => Manner.OnTime };
        // A few large, many small: voluntary funds live on that.
        var visits = index < 3 ? dice.Between(45, 80) : dice.Between(5, 30);
        var relocations = index % 3 == 1 || index == 0 ? dice.Between(80, 300) : 0;
        return new($"SYN-{Letter(index)}", $"State {Letter(index)} (synthetic)", DonorType.State, index % 3 == 2 ? "fr" : "en", currency,
            visits, relocations, habit, manner, IsUmbrella: index is 1 or 10);
    }

    private static char Letter(int index) => (char)('A' + index);
}
