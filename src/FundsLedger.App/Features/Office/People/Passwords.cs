using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using Microsoft.AspNetCore.Identity;

namespace FundsLedger.App.Features.Office.People;

/// <summary>Whether guessing would find a password: too short, common, or made of what is known of its owner.</summary>
public static class Passwords
{
    // "Safely unguessable": more than 10^8 guesses, which no door and few thieves of a hash get through.
    private const int LeastScore = 3;

    // Judging takes more than linear time; the rest of a long password cannot make it weaker.
    private const int Judged = 72;

    /// <summary>True when it may be somebody's password.</summary>
    public static bool IsStrong(string password, PersonRow person)
    {
        if (password.Length < SignInSetup.ShortestPassword || password.Contains(person.UserName, StringComparison.OrdinalIgnoreCase))
            return false;
        string[] known = ["fundsledger", "fund", "ledger", "icc", "registry", "greffe",
            .. person.Name.Split(' ', StringSplitOptions.RemoveEmptyEntries), .. person.Email.Split('@', '.', '-', '_')];
        return Zxcvbn.Zxcvbn.MatchPassword(password.Length > Judged ? password[..Judged] : password, known).Score >= LeastScore;
    }
}

/// <summary>A new password, typed twice.</summary>
internal static class PasswordForm
{
    /// <summary>Reads it; what was typed is not sent back.</summary>
    public static string Read(Form form)
    {
        var (password, again) = (form.Text("password", 200), form["again"]);
        (form["password"], form["again"]) = ("", "");
        if (!form.IsFaulty && password != again) form.Note("again", "password.differs");
        return password;
    }

    /// <summary>True when the password is strong; notes on the form when it is not.</summary>
    public static bool IsStrong(Form form, PersonRow person, string password)
    {
        if (Passwords.IsStrong(password, person)) return true;
        form.Note("password", "password.too_weak");
        return false;
    }

    /// <summary>Replaces the password.</summary>
    public static async Task ReplaceAsync(UserManager<PersonRow> people, PersonRow person, string password)
    {
        if (person.PasswordHash is not null) await people.RemovePasswordAsync(person);
        PeopleDirectory.Must(await people.AddPasswordAsync(person, password));
    }
}
