using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Web;

/// <summary>One of the people a demonstration lets the reader act as. Made up: the name says so.</summary>
public sealed record StandingPerson(string Id, string Name, bool MayWrite);

/// <summary>Who acts in this request. Until people sign in: in demonstration books whom the reader chose to act as, in others the user of this machine, to whom alone the port is open.</summary>
public sealed class CurrentActor(IHttpContextAccessor request, BooksInfo books)
{
    public const string CookieName = "fl-acting-as";

    /// <summary>The people of a demonstration.</summary>
    public static IReadOnlyList<StandingPerson> Standing { get; } =
    [
        new("demo-recorder", "Recorder (demo)", true),
        new("demo-certifier", "Certifying officer (demo)", true),
        new("demo-approver", "Approving officer (demo)", true),
        new("demo-auditor", "Auditor (demo)", false),
    ];

    /// <summary>The person chosen in demonstration books; null in others.</summary>
    public StandingPerson? Person { get; } = books.IsDemo
        ? Standing.FirstOrDefault(person => person.Id == request.HttpContext?.Request.Cookies[CookieName]) ?? Standing[0]
        : null;

    /// <summary>As it is recorded on entries.</summary>
    public Actor Actor => Person is { } person ? new Actor(person.Id, person.Name) : new Actor($"os:{Environment.UserName}", Environment.UserName);

    /// <summary>False for an auditor, who reads everything and writes nothing.</summary>
    public bool MayWrite => Person?.MayWrite ?? true;
}
