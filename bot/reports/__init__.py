"""Files that leave Baro: CSV, XLSX, charts and posters. They lay out what ``bot.app.documents`` holds."""
