using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace FundsLedger.App.Api;

/// <summary>What the comments of the code say of endpoints, bodies and their fields. The compiler writes them into files beside the
/// program; where there are none the document is without words and otherwise the same.</summary>
internal sealed partial class ApiComments
{
    private readonly Dictionary<string, XElement> _members = new(StringComparer.Ordinal);

    private ApiComments(IEnumerable<string> files)
    {
        foreach (var file in files.Where(File.Exists))
            foreach (var member in XDocument.Load(file, LoadOptions.PreserveWhitespace).Descendants("member"))
                if (member.Attribute("name") is { } name) _members.TryAdd(Place(name.Value), member);
    }

    /// <summary>The comments on what the API shows: of this program and of what it is built on.</summary>
    public static ApiComments Read() => new(AppDomain.CurrentDomain.GetAssemblies()
        .Where(assembly => !assembly.IsDynamic && assembly.GetName().Name is { } name && name.StartsWith("fundsledger",
            StringComparison.OrdinalIgnoreCase))
        .Select(assembly => Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name + ".xml")));

    /// <summary>In one line, of a method; null where nothing is said.</summary>
    public string? Summary(MethodInfo method) => Text(method, "summary");

    /// <summary>What else is to be known of a method; null where nothing is said.</summary>
    public string? Remarks(MethodInfo method) => Text(method, "remarks");

    /// <summary>What a type is; null where nothing is said.</summary>
    public string? Summary(Type type) => Text(Member('T', type, ""), "summary");

    /// <summary>What a property is: by its own comment, or by that of the record's parameter it comes from; null where nothing is
    /// said.</summary>
    public string? Summary(PropertyInfo property) => property.DeclaringType is not { } owner ? null
        : Text(Member('P', owner, "." + property.Name), "summary")
        ?? Text(Member('T', owner, "")?.Elements("param").FirstOrDefault(said => (string?)said.Attribute("name") == property.Name));

    private string? Text(MethodInfo method, string tag) => method.DeclaringType is not { } owner ? null
        : Text(Member('M', owner, "." + method.Name), tag);

    private XElement? Member(char what, Type owner, string name)
    {
        var type = owner.IsGenericType ? owner.GetGenericTypeDefinition() : owner;
        return _members.GetValueOrDefault($"{what}:{type.FullName?.Replace('+', '.')}{name}");
    }

    private static string? Text(XElement? member, string tag) => Text(member?.Element(tag));

    private static string? Text(XElement? said)
    {
        if (said is null) return null;
        var text = new StringBuilder();
        foreach (var node in said.DescendantNodes())
            if (node is XText part) text.Append(part.Value);
            else if (node is XElement named && (named.Attribute("name") ?? named.Attribute("cref")) is { } name)
                text.Append(Place(name.Value).Split('.', ':')[^1]);
        return Blanks().Replace(text.ToString(), " ").Trim() is { Length: > 0 } line ? line : null;
    }

    // Endpoints are not overloaded: the name of a method is enough, without its parameters.
    private static string Place(string name) => name.IndexOf('(', StringComparison.Ordinal) is var end and > 0 ? name[..end] : name;

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
