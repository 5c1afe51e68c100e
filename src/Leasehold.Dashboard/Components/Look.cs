using MudBlazor;

namespace Leasehold.Dashboard.Components;

/// <summary>Colours and type: the system's own fonts, contrast of 4.5 to 1 or more in light and dark.</summary>
internal static class Look
{
    private static readonly string[] Fonts =
        ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "DejaVu Sans", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#1f5fbf",
            Secondary = "#5b5f97",
            Success = "#1a7f4b",
            Warning = "#9a5b00",
            Error = "#c0262d",
            Info = "#1f5fbf",
            Background = "#f4f6f9",
            Surface = "#ffffff",
            TextPrimary = "#17202c",
            TextSecondary = "#4c5a6b",
            TableLines = "#e1e6ec",
            Divider = "#e1e6ec",
            ActionDefault = "#4c5a6b",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#7db3ff",
            Secondary = "#b3b7f0",
            Success = "#5fd39a",
            Warning = "#f2b455",
            Error = "#ff8a8a",
            Info = "#7db3ff",
            Background = "#10151c",
            Surface = "#18202a",
            TextPrimary = "#e6ebf2",
            TextSecondary = "#a5b1c0",
            TableLines = "#2b3644",
            Divider = "#2b3644",
            ActionDefault = "#a5b1c0",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Fonts, FontSize = "0.9rem" },
            Button = new ButtonTypography { FontFamily = Fonts, TextTransform = "none", FontWeight = "600" },
        },
    };
}
