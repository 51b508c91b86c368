var builder = Microsoft.AspNetCore.Builder.WebApplication.CreateBuilder(args); _ = builder;
