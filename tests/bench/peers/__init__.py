"""The bots that Baro is measured against, each as its library's own documentation starts one."""
