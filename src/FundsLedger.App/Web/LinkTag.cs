using Microsoft.AspNetCore.Razor.TagHelpers;

namespace FundsLedger.App.Web;

/// <summary><c>&lt;a needs="ReadJournal"&gt;</c>: a link only for those who may go there. For others a button is left out, and a link
/// inside text is just the text.</summary>
[HtmlTargetElement("a", Attributes = "needs")]
public sealed class LinkTag(CurrentActor actor) : TagHelper
{
    [HtmlAttributeName("needs")] public Operation Needs { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (actor.May(Needs)) return;
        if (context.AllAttributes["class"]?.Value?.ToString()?.Contains("button", StringComparison.Ordinal) == true)
            output.SuppressOutput();
        else output.TagName = null;
    }
}
