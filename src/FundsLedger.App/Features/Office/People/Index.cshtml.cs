using System.Globalization;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Reports.Export;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Office.People;

/// <summary>What the list of people is ordered by.</summary>
public enum PeopleOrder { Name, Email, State, LastSeen }

/// <summary>The second factor that somebody has.</summary>
public enum SecondFactor { None, Codes, Passkey, CodesAndPasskey }

/// <summary>Who may sign in, a page at a time, or as CSV.</summary>
[Needs(Operation.ReadPeople)]
public sealed class PeoplePage(PeopleDirectory people, LedgerReads reads) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "p")] public string? Asked { get; set; }

    [BindProperty(SupportsGet = true)] public string? Sort { get; set; }

    public DateTimeOffset Now => reads.Clock.GetUtcNow();

    public PeopleOrder Order => ClosedSet<PeopleOrder>.Find(Sort) ?? PeopleOrder.Name;

    public IReadOnlyList<PersonLine> People { get; private set; } = [];

    public Pager Pager { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var all = await ReadAsync(cancel);
        var page = int.TryParse(Asked, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 1_000_000
            ? number : 1;
        People = Pager.Cut(all, page);
        Pager = Pager.Of(Request, page, all.Count);
    }

    public async Task<IActionResult> OnGetCsvAsync(CancellationToken cancel)
    {
        using var text = new StringWriter();
        CsvText.WriteRow(text, ["id", "name", "email", "roles", "donor", "second_factor", "state", "last_seen"]);
        foreach (var line in await ReadAsync(cancel))
            CsvText.WriteRow(text,
                [line.Id, line.Name, line.Email, string.Join(' ', line.RolesAt(Now).Select(role => ClosedSet<Role>.Code(role.Role))),
                    line.Donor, ClosedSet<SecondFactor>.Code(FactorOf(line)), ClosedSet<PersonState>.Code(line.State),
                    line.SeenAt is { } seen ? Microseconds.Print(seen) : null]);
        return this.Csv(text.ToString(), $"people-{Links.Iso(reads.Today)}.csv");
    }

    /// <summary>The second factor that somebody has.</summary>
    public static SecondFactor FactorOf(PersonLine line) =>
        (line.HasCodes, line.Passkeys > 0) switch { (true, true) => SecondFactor.CodesAndPasskey, (true, false) => SecondFactor.Codes,
            (false, true) => SecondFactor.Passkey, _ => SecondFactor.None };

    private async Task<List<PersonLine>> ReadAsync(CancellationToken cancel)
    {
        var all = await people.ListAsync(cancel);
        return Order switch
        {
            PeopleOrder.Email => [.. all.OrderBy(line => line.Email, StringComparer.OrdinalIgnoreCase)],
            PeopleOrder.State => [.. all.OrderBy(line => line.State).ThenBy(line => line.Name, StringComparer.OrdinalIgnoreCase)],
            PeopleOrder.LastSeen =>
                [.. all.OrderByDescending(line => line.SeenAt).ThenBy(line => line.Name, StringComparer.OrdinalIgnoreCase)],
            _ => [.. all.OrderBy(line => line.Name, StringComparer.OrdinalIgnoreCase).ThenBy(line => line.Id, StringComparer.Ordinal)],
        };
    }
}
