using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using RazorLight;
using RazorLight.Compilation;
using RazorLight.Extensions;
using RazorLight.Razor;

namespace FundsLedger.Reports.Templates;

/// <summary>The only class that knows RazorLight. Templates are the embedded <c>.cshtml</c> files of this folder and nothing else: a
/// template is C#, so text from a donor or an administrator is never compiled. One engine serves the process; it is safe to
/// share.</summary>
public sealed class TemplateEngine
{
    private const string ResourcePrefix = "FundsLedger.Reports.Templates.";
    private const string Extension = ".cshtml";

    private readonly Lazy<IRazorLightEngine> _engine = new(Create);

    /// <summary>The engine of this process: a template is compiled once, in a second or two, and then renders in about a
    /// millisecond.</summary>
    public static TemplateEngine Shared { get; } = new();

    private TemplateEngine()
    {
    }

    /// <summary>Names of the embedded templates, without extension.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. typeof(TemplateEngine).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal) && name.EndsWith(Extension, StringComparison.Ordinal))
            .Select(name => name[ResourcePrefix.Length..^Extension.Length])
            .Order(StringComparer.Ordinal)];

    /// <summary>Renders a template over its model; what the model says is HTML-encoded by the template.</summary>
    /// <exception cref="TemplateNotFoundException">No template has this name.</exception>
    public Task<string> RenderAsync<TModel>(string name, TModel model) => _engine.Value.CompileRenderAsync(name, model);

    /// <summary>Compiles every template, so that the first reader does not wait for the compiler.</summary>
    public async Task WarmUpAsync()
    {
        foreach (var name in Names) await _engine.Value.CompileTemplateAsync(name);
    }

    private static IRazorLightEngine Create()
    {
        // RazorLight's own reference list is read from the executable's build and fails under a test runner;
        // its container registrations are the one place where that list can be replaced.
        var services = new ServiceCollection();
        services.AddSingleton<IMetadataReferenceManager, RunningAssemblies>();
        services.AddSingleton<RazorLightProject, EmbeddedTemplates>();
        services.AddRazorLight().UseMemoryCachingProvider().SetOperatingAssembly(typeof(TemplateEngine).Assembly);
        return services.BuildServiceProvider().GetRequiredService<IRazorLightEngine>();
    }

    private sealed class EmbeddedTemplates : RazorLightProject
    {
        public override Task<RazorLightProjectItem> GetItemAsync(string templateKey) => Task.FromResult<RazorLightProjectItem>(
            new EmbeddedRazorProjectItem(typeof(TemplateEngine).Assembly, ResourcePrefix.TrimEnd('.'), templateKey + Extension));

        public override Task<IEnumerable<RazorLightProjectItem>> GetImportsAsync(string templateKey) =>
            Task.FromResult(Enumerable.Empty<RazorLightProjectItem>());
    }

    /// <summary>Compiles templates against the assemblies the process runs on, as the host lists them.</summary>
    private sealed class RunningAssemblies : IMetadataReferenceManager
    {
        private static readonly string[] Needed = ["System.", "Microsoft.CSharp.", "mscorlib.", "netstandard.", "RazorLight.",
            "FundsLedger.", "SkiaSharp.", "Microsoft.AspNetCore.Html.Abstractions.", "Microsoft.AspNetCore.Razor"];

        public HashSet<MetadataReference> AdditionalMetadataReferences { get; } = [];

        public IReadOnlyList<MetadataReference> Resolve(Assembly assembly)
        {
            var trusted = (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string
                ?? throw new InvalidOperationException(
                    "Templates cannot be compiled in a single-file executable: publish as files.")).Split(Path.PathSeparator);
            return [.. trusted
                .Where(path => Needed.Any(prefix => Path.GetFileName(path).StartsWith(prefix, StringComparison.Ordinal)))
                // The host also lists what only the build needed, which is not copied to every place the program runs from.
                .Where(File.Exists)
                .Select(path => MetadataReference.CreateFromFile(path))];
        }
    }
}
